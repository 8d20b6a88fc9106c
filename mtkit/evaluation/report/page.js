"use strict";
(() => {
  // A row: [id, document, kind, [source, marks], [[reference, marks]...], [[hypothesis, marks, scores, faults]...]]
  const data = JSON.parse(document.getElementById("data").textContent);
  const by = id => document.getElementById(id);
  const STEP = 30;
  let found = [], shown = 0;

  // Every text goes in through textContent: what a segment says is never HTML.
  function add(parent, name, kind, text) {
    const element = document.createElement(name);
    if (kind) element.className = kind;
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  }

  function words(text) {
    return text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+|\s+|./gsu) || [];
  }

  // Which words of b are not in the longest common subsequence with a.
  function added(a, b) {
    const n = a.length, m = b.length, fresh = new Array(m).fill(true);
    if (n * m > 250000) { const known = new Set(a); return b.map(word => !known.has(word)); }
    const table = Array.from({length: n + 1}, () => new Uint16Array(m + 1));
    for (let i = n - 1; i >= 0; i--)
      for (let j = m - 1; j >= 0; j--)
        table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    for (let i = 0, j = 0; i < n && j < m;) {
      if (a[i] === b[j]) { fresh[j] = false; i++; j++; }
      else if (table[i + 1][j] >= table[i][j + 1]) i++; else j++;
    }
    return fresh;
  }

  // Marks count code points, so the text is an array of them.
  function write(parent, text, marks, reference) {
    if (!text) { add(parent, "span", "none", "(empty)"); return; }
    const points = Array.from(text), kinds = points.map(() => "");
    for (const [start, end, term] of marks)
      for (let i = start; i < end; i++) kinds[i] += term ? " term" : " num";
    if (reference !== undefined) {
      const mine = words(text), fresh = added(words(reference), mine);
      let at = 0;
      mine.forEach((word, w) => {
        const length = Array.from(word).length;
        if (fresh[w] && word.trim()) for (let i = at; i < at + length; i++) kinds[i] += " ins";
        at += length;
      });
    }
    for (let i = 0, j; i < points.length; i = j) {
      for (j = i + 1; j < points.length && kinds[j] === kinds[i];) j++;
      const piece = points.slice(i, j).join("");
      if (kinds[i]) add(parent, kinds[i].includes("ins") ? "mark" : "span", kinds[i].trim(), piece);
      else parent.append(piece);
    }
  }

  function pair(list, label, language) {
    add(list, "dt", "", label);
    const text = add(list, "dd");
    text.lang = language;
    return text;
  }

  function show(row, set) {
    const [id, doc, kind, source, references, outputs] = row;
    const article = add(by("list"), "article");
    article.tabIndex = -1;
    const meta = add(article, "p", "meta");
    for (const word of ["#" + id, doc, kind]) if (word) add(meta, "span", "", word);
    const list = add(article, "dl");
    write(pair(list, "Source", set.source), ...source);
    references.forEach((one, i) => write(pair(list, references.length > 1 ? "Reference " + (i + 1) : "Reference", set.target), ...one));
    outputs.forEach(([text, marks, scores, faults], i) => {
      const place = pair(list, set.systems[i], set.target);
      write(place, text, marks, references[0][0]);
      const line = add(place, "span", "scoreline", set.metrics.map((m, k) => m[1] + " " + scores[k].toFixed(1)).join("   "));
      for (const fault of faults) add(line, "span", "fault", fault);
    });
  }

  function more() {
    const set = data[by("direction").value], end = Math.min(found.length, shown + STEP);
    for (; shown < end; shown++) show(found[shown], set);
    by("more").hidden = shown >= found.length;
    by("count").textContent = found.length.toLocaleString("en") + " of " + set.rows.length.toLocaleString("en") + " segments" + (found.length > shown ? ", " + shown + " shown" : "");
  }

  function matches(row, needle) {
    return [row[0], row[1], row[3][0], ...row[4].map(x => x[0]), ...row[5].map(x => x[0])].some(text => text.toLowerCase().includes(needle));
  }

  function update() {
    const set = data[by("direction").value], needle = by("search").value.trim().toLowerCase();
    const kind = by("kind").value, fault = by("fault").value, sort = by("sort").value;
    const system = +by("system").value, metric = +by("metric").value, sign = set.metrics[metric][2] ? 1 : -1;
    const score = row => sign * row[5][system][2][metric];
    const spread = row => { const all = row[5].map(x => x[2][metric]); return Math.max(...all) - Math.min(...all); };
    found = set.rows.filter(row => (!kind || row[2] === kind) && (!fault || row[5].some(x => x[3].some(f => fault === "any" || f.split(":")[0] === fault))) && (!needle || matches(row, needle)));
    if (sort === "worst") found.sort((a, b) => score(a) - score(b));
    if (sort === "best") found.sort((a, b) => score(b) - score(a));
    if (sort === "different") found.sort((a, b) => spread(b) - spread(a));
    by("list").replaceChildren();
    shown = 0;
    more();
    if (!found.length) add(by("list"), "p", "none", "No segment is like that.");
  }

  function choices(id, pairs) {
    const select = by(id), kept = select.value;
    select.replaceChildren();
    for (const [value, label] of pairs) { const option = add(select, "option", "", label); option.value = value; }
    if (pairs.some(([value]) => String(value) === kept)) select.value = kept;
    select.parentElement.hidden = pairs.length < 2;
  }

  function direction() {
    const set = data[by("direction").value];
    const faults = new Set(set.rows.flatMap(row => row[5].flatMap(x => x[3].map(f => f.split(":")[0]))));
    choices("system", set.systems.map((name, i) => [i, name]));
    choices("metric", set.metrics.map((m, i) => [i, m[1]]));
    choices("kind", [["", "every kind"], ...[...new Set(set.rows.map(row => row[2]))].filter(Boolean).sort().map(k => [k, k])]);
    choices("fault", [["", "every segment"], ...(faults.size ? [["any", "with any fault"]] : []), ...[...faults].sort().map(f => [f, "with fault: " + f])]);
    const chrf = set.metrics.findIndex(m => m[0] === "chrf");
    if (chrf >= 0) by("metric").value = chrf;
    by("sort").querySelector("[value=different]").hidden = set.systems.length < 2;
    update();
  }

  function step(by_) {
    const all = [...document.querySelectorAll("article")], next = all[Math.max(0, all.indexOf(document.activeElement) + by_)];
    if (next) { next.focus({preventScroll: true}); next.scrollIntoView({block: "start"}); }
  }

  choices("direction", data.map((set, i) => [i, set.source + " → " + set.target + " · " + set.name]));
  by("direction").addEventListener("change", direction);
  for (const id of ["sort", "metric", "system", "kind", "fault"]) by(id).addEventListener("change", update);
  let timer;
  by("search").addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(update, 120); });
  by("more").addEventListener("click", more);
  document.addEventListener("keydown", event => {
    if (/INPUT|SELECT/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") { event.preventDefault(); by("search").focus(); }
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
  });
  direction();
  document.documentElement.dataset.ready = String(Math.round(performance.now())); // milliseconds since the page was asked for
})();
