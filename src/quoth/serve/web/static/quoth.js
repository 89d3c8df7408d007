"use strict";
// What the pages gain by JavaScript; all of them can be read without it. Everything listens on the
// document, so that what htmx puts into a page needs nothing done to it.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const how = () => (calm.matches ? "auto" : "smooth");

  // The story page: one report stands open beside the claims.
  const open = (letter) => {
    for (const report of all(".texts .report")) report.classList.toggle("open", report.dataset.r === letter);
    for (const tab of all(".tab")) {
      if (tab.dataset.r === letter) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  };
  const first = () => {
    if (document.querySelector(".texts .report") && !document.querySelector(".texts .report.open")) {
      const wanted = location.hash.match(/^#(?:r|m\d+-)([A-Z]+)$/);
      open((wanted && document.getElementById(`r${wanted[1]}`) ? wanted[1] : null) || document.querySelector(".tab").dataset.r);
      if (wanted) document.querySelector(location.hash)?.scrollIntoView();
    }
  };

  // Which words tell the claim that is pointed at, or are where tellings differ.
  let painted = [];
  const clear = () => {
    for (const [element, name] of painted) element.classList.remove(name);
    painted = [];
  };
  const paint = (selector, name) => {
    for (const element of all(selector)) {
      element.classList.add(name);
      painted.push([element, name]);
    }
  };
  const point = (claim, difference) => {
    clear();
    if (!claim) return;
    paint(`.text [data-s~="${claim}"]`, "source");
    paint(`.text [data-c~="${claim}"]`, "on");
    paint(`.claim[data-n="${claim}"]`, "at");
    if (difference) paint(`.text [data-d~="${difference}"]`, "differs");
  };
  // A text scrolls by itself, so that the claims keep their place.
  const reveal = (claim) => {
    const words = document.querySelector(`.texts .report.open [data-c~="${claim}"]`);
    const pane = words && words.closest(".report");
    if (!pane || getComputedStyle(pane.parentElement).position !== "sticky") return;
    const place = words.getBoundingClientRect();
    const room = pane.getBoundingClientRect();
    // The head of the page may leave only a part of the pane in sight.
    const bottom = Math.min(room.bottom, innerHeight);
    if (place.top < room.top + 20 || place.bottom > bottom - 20) {
      pane.scrollTo({ top: pane.scrollTop + place.top - room.top - (bottom - room.top) / 3, behavior: how() });
    }
  };
  const over = (target) => {
    if (!(target instanceof Element)) return;
    const row = target.closest(".claim");
    const word = target.closest(".text [data-c]");
    if (row) {
      const line = target.closest(".difference");
      point(row.dataset.n, line && line.dataset.d);
      reveal(row.dataset.n);
    } else if (word) point(word.dataset.c.split(" ")[0]);
    else {
      const found = ids(target);
      if (found.length) mark(found);
      else if (painted.length) clear();
    }
  };
  // The report page: words and their record point at each other.
  const mark = (ids) => {
    clear();
    for (const id of ids) {
      paint(`.read .text [data-st~="${id}"], .read .text [data-ev~="${id}"]`, "at");
      paint(`.record[data-of="${id}"]`, "at");
    }
  };
  const ids = (target) => {
    const own = target.closest(".read [data-of]");
    if (own) return [own.dataset.of];
    const word = target.closest(".read .text [data-st], .read .text [data-ev]");
    if (!word) return [];
    return (word.dataset.ev || "").split(" ").concat((word.dataset.st || "").split(" ")).filter(Boolean).slice(-1);
  };
  const show = (id) => {
    const record = document.getElementById(id);
    const pane = record && record.closest(".records");
    if (pane && getComputedStyle(pane).position === "sticky") {
      pane.scrollTo({ top: pane.scrollTop + record.getBoundingClientRect().top - pane.getBoundingClientRect().top - 60, behavior: how() });
    } else if (record) record.scrollIntoView({ block: "start", behavior: how() });
  };
  document.addEventListener("pointerover", (event) => over(event.target));
  document.addEventListener("focusin", (event) => over(event.target));

  document.addEventListener("click", (event) => {
    const tab = event.target.closest(".tab");
    if (tab) {
      open(tab.dataset.r);
      event.preventDefault();
      return;
    }
    const telling = event.target.closest(".telling");
    if (telling && document.querySelector(".texts")) {
      open(telling.dataset.r);
      point(telling.dataset.c);
      const anchor = document.querySelector(telling.hash);
      const pane = anchor && anchor.closest(".report");
      if (pane && getComputedStyle(pane.parentElement).position === "sticky") {
        reveal(telling.dataset.c);
        event.preventDefault();
      }
      return;
    }
    const found = ids(event.target);
    if (found.length && event.target.closest(".read .text") && getSelection().isCollapsed) {
      show(found[0]);
      mark(found);
      event.preventDefault();
      return;
    }
    const word = event.target.closest(".story .text [data-c]");
    if (word && !event.target.closest("a") && getSelection().isCollapsed) {
      const row = document.getElementById(`c${word.dataset.c.split(" ")[0]}`);
      if (row) row.scrollIntoView({ block: "center", behavior: how() });
      point(word.dataset.c.split(" ")[0]);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, textarea, select") && !event.ctrlKey && !event.metaKey) {
      document.getElementById("find").focus();
      event.preventDefault();
    }
  });

  first();
  document.addEventListener("htmx:afterSettle", first);
})();
