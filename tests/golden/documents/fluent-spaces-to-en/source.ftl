a = { $n ->
    [ zero ] 없음
   *[ other] { $n }개
  }
b = {""}
c =
    첫 줄
    둘째 줄
