"""Where a Korean name ends: at the end of its word, or before a particle, the copula or a listed suffix."""

import re
from functools import cache

__all__ = ["coda", "ends_word"]

RIEUL = 8  # the number of ㄹ among the codas


def coda(char: str) -> int | None:
    """The number of a Hangul syllable's coda (0: none, 8: ㄹ), None for another character.

    >>> coda("광"), coda("주"), coda("울"), coda("A")
    (21, 0, 8, None)
    """
    return (ord(char) - 0xAC00) % 28 if "가" <= char <= "힣" else None


# Particles by what they follow: any noun, a coda, a vowel, a vowel or ㄹ.
_ANY = """
의
에 에서 서 서의 서는 에게 에게서 에게는 한테 한테서 께 께서 께서는 께서도 더러 보고 도 만 만의 만은 만을 만이 만큼 까지
까지의 부터 부터의 마저 조차 마다 밖에 처럼 같이 보다 대로 하고 씩 뿐 뿐만 뿐이 엔 에선 에는 에도 에만 에의
에서는 에서도 에서만 에서의 에서부터 에서까지 에까지 에게도 이다 이며 이고 이자 이라 이라는 이라고 이라도
이란 이라면 이라서 이었다 이었던 이었으며 이었고 였던 입니다 입니까 이었습니다 이에요 인 인데 인지 일 임 임을
이지만 이므로 이기 이니 이나마 이야말로 이라 이라며 이던 이든 이든지 이어서 이어야 이에 이면 이면서 이라기보다
아닌 커녕
"""
_CODA = (
    "은 이 을 과 과의 과도 과는 아 이랑 이나 이여 으로서 으로써 으로부터 으로의 으로도 으로만 으로는 으로 은커녕 이라야"
)
_VOWEL = """
는 가 를 와 와의 와도 와는 야 랑 나 여 다 라 라는 라고 라도 란 라면 라서 라며 였다 였던 였으며 였고 였습니다
예요 며 고 자 지만 므로 니 든 든지 던 로서 로써 로부터 로의 로도 로만 로는 로 는커녕 라야 나마 야말로 면 면서 인
일 임 입니다
"""
_RIEUL = "로서 로써 로부터 로의 로도 로만 로는 로"
# Nouns and endings that are written onto a name: 광주시민, 서울발, 인코어드측.
_SUFFIX = """
측 들 시 현 군 구 도 면 읍 동 역 점 발 행 권 산 간 내 외 등 씨 님 계 팀 편 관 시민 도민 군민 구민 주민 시청 도청
군청 구청 시장 군수 구청장 도지사 지사 지점 지역 지방 지구 지부 지회 본부 본사 지국 공장 공항 항 대학 대학교
대학원 병원 연구소 연구원 연구진 연구팀 분원 캠퍼스 센터 대표 대표이사 회장 사장 부회장 교수 총장 원장 소장
위원장 의원 장관 대통령 박사 선수 감독 작가 기자 출신 소재 소속 관계자 직원 임직원 학생 당국 정부 사업 행사 개최
방문 유치 참가 참여 주최 주관 협약 일대 인근 북부 남부 동부 서부 중심 기반 최초 전역 현지 인 사 형 판 식 용 급
호 표 제 산업 시내 도심 전시장 광역시 특별시 특별자치시 특별자치도 시의회 도의회 군의회 구의회 의회
"""
_PARTICLE_AFTER_SUFFIX = 2  # a suffix may be followed by one more: 광주시민들은


@cache
def _tables() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str], tuple[str, ...]]:
    suffixes = tuple(sorted(set(_SUFFIX.split()), key=len, reverse=True))
    return (
        frozenset(_ANY.split()),
        frozenset(_CODA.split()),
        frozenset(_VOWEL.split()),
        frozenset(_RIEUL.split()),
        suffixes,
    )


# The head of a city or a province, the office of a zone: 광주광역시장, 전라남도지사, 경제자유구역청.
_OFFICE = {("place", "시"): "장", ("place", "도"): "지사", ("place", "역"): "청", ("term", "역"): "청"}
_RUN = re.compile(r"[가-힣]+")


def ends_word(text: str, start: int, end: int, kind: str = "term") -> bool:
    """Whether a name in Hangul at text[start:end] ends there: what is left of its word is grammar or a listed suffix.

    >>> [ends_word(word, 0, 2) for word in ("광주에서도", "광주시민들은", "광주리", "부산물", "광주은행")]
    [True, True, False, False, False]
    """
    run = _RUN.match(text, end)
    if run is None:
        return True
    rest, single = run.group(), end - start == 1
    # 미국인 is a person, not the place; 협약서 is a paper: 서 for 에서 follows names of places.
    if rest.startswith({"place": "인", "term": "서"}.get(kind, "\0")):
        return False
    office = _OFFICE.get((kind, text[end - 1]), "\0")
    if rest.startswith(office) and _is_tail(rest[len(office) :], office[-1], 0, single=False):
        return True
    return _is_tail(rest, text[end - 1], 0, single) or (kind == "place" and not single and _is_institution(rest))


@cache
def _is_tail(rest: str, last: str, suffixes: int, single: bool) -> bool:
    if not rest or _is_particle(rest, last):
        return True
    if suffixes >= _PARTICLE_AFTER_SUFFIX or single:
        return False
    listed = _tables()[4]
    return any(
        rest.startswith(suffix) and _is_tail(rest[len(suffix) :], suffix[-1], suffixes + 1, False) for suffix in listed
    )


# What a place gives its name to: 광주소방안전본부, 대구교통공사. In these the place stays a place.
_INSTITUTION = re.compile(
    "[가-힣]*(?:본부|구역청|[동용통품양]청|연구원|진흥원|의료원|센터|재단|공사|공단|영화제|대회|회의소|세관|도서관|박물관|미술관|학교|병원|협회|"
    "위원회|플랫폼|포럼|축제|박람회|도시철도|회관|신항|국제공항|테크노파크)"
)


def _is_institution(rest: str) -> bool:
    found = _INSTITUTION.match(rest)
    return found is not None and (found.end() == len(rest) or _is_particle(rest[found.end() :], rest[found.end() - 1]))


def _is_particle(rest: str, last: str) -> bool:
    after_any, after_coda, after_vowel, after_rieul, _ = _tables()
    end = coda(last)
    if rest in after_any:
        return True
    if end is None:
        return rest in after_coda or rest in after_vowel
    if end == RIEUL and rest in after_rieul:
        return True
    if end == RIEUL and rest.startswith("으로"):
        return False
    return rest in (after_coda if end else after_vowel)
