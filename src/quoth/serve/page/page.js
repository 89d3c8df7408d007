"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  document.documentElement.classList.add("js");

  const rows = all(".claim");
  const byNumber = new Map(rows.map((row) => [row.dataset.n, row]));
  const reports = all(".report");
  const byLetter = new Map(reports.map((report) => [report.dataset.letter, report]));
  const wide = matchMedia("(min-width: 900px)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  // Which pieces of the texts belong to which claim, difference and source.
  const index = (key) => {
    const found = new Map();
    for (const piece of all(`.text [data-${key}]`)) {
      for (const number of piece.dataset[key].split(" ")) {
        if (!found.has(number)) found.set(number, []);
        found.get(number).push(piece);
      }
    }
    return found;
  };
  const claimWords = index("c");
  const differenceWords = index("d");
  const sourceWords = index("s");

  // What is pointed at passes; what is pinned stays until it is let go.
  let pointed = null;
  let pinned = null;
  let painted = [];

  const paint = () => {
    for (const [element, name] of painted) element.classList.remove(name);
    painted = [];
    const add = (elements, name) => {
      for (const element of elements || []) {
        element.classList.add(name);
        painted.push([element, name]);
      }
    };
    const now = pointed || pinned;
    if (pinned) add([byNumber.get(pinned.claim)], "pinned");
    if (!now) return;
    const row = byNumber.get(now.claim);
    add([row], "at");
    add(sourceWords.get(now.claim), "source");
    add(claimWords.get(now.claim), "on");
    if (now.difference) {
      add(differenceWords.get(now.difference), "differs");
      add(all(`.difference[data-d="${now.difference}"]`, row), "at");
    }
    const who = new Set(row.dataset.who.split(" "));
    add(all(".outlet-button").filter((button) => who.has(button.dataset.letter)), "tells");
  };

  // Scrolls each text, and only where the words are out of sight, so that the eye keeps its place.
  const reveal = (what) => {
    if (!what || !wide.matches) return;
    const words = (what.difference && differenceWords.get(what.difference)) || claimWords.get(what.claim) || [];
    const first = new Map();
    for (const piece of words) {
      const text = piece.closest(".text");
      if (!first.has(text)) first.set(text, piece);
    }
    const columns = $("columns").getBoundingClientRect();
    const behavior = calm.matches ? "instant" : "smooth";
    let inSight = false;
    for (const [text, piece] of first) {
      const box = text.getBoundingClientRect();
      if (!box.width) continue;
      const place = piece.getBoundingClientRect();
      if (place.top < box.top + 8 || place.bottom > box.bottom - 8) {
        text.scrollTo({ top: text.scrollTop + place.top - box.top - box.height / 3, behavior });
      }
      if (box.left >= columns.left - 8 && box.left + 150 <= columns.right) inSight = true;
    }
    const lead = [...first.keys()].find((text) => text.getBoundingClientRect().width);
    if (lead && !inSight) {
      const left = $("columns").scrollLeft + lead.getBoundingClientRect().left - columns.left;
      $("columns").scrollTo({ left, behavior });
    }
  };

  let waiting = 0;
  const point = (what, { at = 0 } = {}) => {
    clearTimeout(waiting);
    pointed = what;
    paint();
    if (what) waiting = setTimeout(() => reveal(what), at);
  };

  // A pinned claim is open; where it is asked for, only the reports that tell it are shown.
  const showReports = () => {
    const narrow = pinned && $("narrow").checked;
    const who = pinned ? new Set(byNumber.get(pinned.claim).dataset.who.split(" ")) : new Set();
    for (const button of all(".outlet-button")) {
      const wanted = button.getAttribute("aria-pressed") === "true";
      byLetter.get(button.dataset.letter).hidden = !wanted || (narrow && wide.matches && !who.has(button.dataset.letter));
    }
  };

  const pin = (what) => {
    pinned = what;
    for (const row of rows) {
      row.querySelector(".pick").setAttribute("aria-expanded", String(Boolean(what) && row.dataset.n === what.claim));
    }
    paint();
    showReports();
    showBar();
    if (what) requestAnimationFrame(() => reveal(what));
  };

  const toggle = (what) => {
    const same = pinned && pinned.claim === what.claim && pinned.difference === what.difference;
    pin(same ? null : what);
  };

  // One tab stop for all claims; the arrow keys go from one to the next.
  let current = null;
  const makeCurrent = (row) => {
    if (current) for (const stop of all("button, a", current)) stop.tabIndex = -1;
    current = row;
    if (row) for (const stop of all("button, a", row)) stop.tabIndex = 0;
  };
  for (const row of rows) for (const stop of all("button, a", row)) stop.tabIndex = -1;
  makeCurrent(rows[0] || null);

  const shown = () => rows.filter((row) => !row.hidden);
  const step = (by) => {
    const list = shown();
    if (!list.length) return;
    const focused = document.activeElement.closest && document.activeElement.closest(".claim");
    const from = focused ? list.indexOf(focused) : pinned ? list.indexOf(byNumber.get(pinned.claim)) : -1;
    const to = list[Math.max(0, Math.min(list.length - 1, from < 0 ? (by > 0 ? 0 : list.length - 1) : from + by))];
    to.querySelector(".pick").focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest" });
  };

  for (const row of rows) {
    const claim = { claim: row.dataset.n, difference: null };
    row.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "touch") point(claim, { at: 120 });
    });
    row.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") point(null);
    });
    row.addEventListener("focusin", (event) => {
      makeCurrent(row);
      if (!event.target.matches(":focus-visible")) return;
      const difference = event.target.closest(".difference");
      point(difference ? { claim: row.dataset.n, difference: difference.dataset.d } : claim);
    });
    row.addEventListener("focusout", () => point(null));
    row.addEventListener("click", (event) => {
      if (event.target.closest("a")) return;
      const difference = event.target.closest(".difference");
      if (!difference && !event.target.closest(".pick") && String(getSelection())) return;
      toggle(difference ? { claim: row.dataset.n, difference: difference.dataset.d } : claim);
      if (pinned && !wide.matches) toWords(row.dataset.who.split(" ")[0]);
    });
    for (const button of all(".difference", row)) {
      const difference = { claim: row.dataset.n, difference: button.dataset.d };
      button.addEventListener("pointerenter", (event) => {
        if (event.pointerType !== "touch") point(difference, { at: 120 });
      });
      button.addEventListener("pointerleave", (event) => {
        if (event.pointerType !== "touch") point(claim, { at: 120 });
      });
    }
  }

  // From the words to their claim: the one with the fewest words first, the others in turn.
  const weight = (number) => claimWords.get(number).reduce((sum, piece) => sum + piece.textContent.length, 0);
  const claimsOf = (piece) => piece.dataset.c.split(" ").filter((number) => !byNumber.get(number).hidden)
    .sort((a, b) => weight(a) - weight(b));
  const find = (piece) => {
    const numbers = claimsOf(piece);
    if (!numbers.length) return;
    const turn = pinned ? numbers.indexOf(pinned.claim) : -1;
    const number = numbers[(turn + 1) % numbers.length];
    makeCurrent(byNumber.get(number));
    point(null);
    pin({ claim: number, difference: null });
    if (wide.matches) byNumber.get(number).scrollIntoView({ block: "center" });
  };
  const relate = (piece) => {
    for (const row of all(".claim.related")) row.classList.remove("related");
    for (const number of piece ? claimsOf(piece) : []) byNumber.get(number).classList.add("related");
  };
  for (const report of reports) {
    const text = report.querySelector(".text");
    text.addEventListener("click", (event) => {
      const piece = event.target.closest("[data-c]");
      if (piece && !String(getSelection())) find(piece);
    });
    text.addEventListener("pointerover", (event) => relate(event.target.closest("[data-c]")));
    text.addEventListener("pointerleave", () => relate(null));
    text.addEventListener("keydown", (event) => {
      if ((event.key !== "n" && event.key !== "p") || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      const pieces = all("[data-c]", text).filter((piece) => claimsOf(piece).length);
      if (!pieces.length) return;
      const at = pieces.indexOf(text.querySelector("[data-here]"));
      const by = event.key === "n" ? 1 : -1;
      const next = pieces[(at < 0 && by < 0 ? pieces.length - 1 : at + by + pieces.length) % pieces.length];
      for (const piece of all("[data-here]")) delete piece.dataset.here;
      next.dataset.here = "";
      const number = claimsOf(next)[0];
      makeCurrent(byNumber.get(number));
      pin({ claim: number, difference: null });
      next.scrollIntoView({ block: "center" });
      byNumber.get(number).scrollIntoView({ block: "nearest" });
    });
    const button = report.querySelector(".alone-button");
    if (button) {
      button.addEventListener("click", () => {
        const pressed = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(pressed));
        report.classList.toggle("shading", pressed);
        const first = pressed && text.querySelector(".alone");
        if (first && wide.matches) text.scrollTo({ top: text.scrollTop + first.getBoundingClientRect().top - text.getBoundingClientRect().top - 60 });
      });
    }
  }

  // From what a report leaves out to the claim; it is pointed at, so that all reports stay in sight.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".left-out a");
    if (!link) return;
    event.preventDefault();
    const row = byNumber.get(link.hash.slice(2));
    makeCurrent(row);
    row.querySelector(".pick").focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
    point({ claim: row.dataset.n, difference: null });
  });

  // A link to the words of one telling.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".tellings a");
    if (!link) return;
    event.preventDefault();
    toWords(byNumber.get(link.closest(".claim").dataset.n) && link.hash.slice(1).split("-")[1]);
  });
  const toWords = (letter) => {
    const report = byLetter.get(letter);
    if (!report || !pinned) return;
    const button = all(".outlet-button").find((one) => one.dataset.letter === letter);
    button.setAttribute("aria-pressed", "true");
    showReports();
    const words = (claimWords.get(pinned.claim) || []).find((piece) => report.contains(piece));
    if (words) words.scrollIntoView({ block: wide.matches ? "center" : "start", inline: "nearest" });
    if (words && wide.matches) report.querySelector(".text").focus({ preventScroll: true });
  };

  // On a narrow screen the pinned claim goes with the texts.
  const showBar = () => {
    $("bar").hidden = !pinned;
    if (!pinned) return;
    const row = byNumber.get(pinned.claim);
    $("bar-n").textContent = row.dataset.n;
    $("bar-gist").textContent = row.querySelector(".pick").textContent;
    $("bar-who").replaceChildren(...row.dataset.who.split(" ").map((letter) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...byLetter.get(letter).querySelector("h2").cloneNode(true).childNodes);
      button.addEventListener("click", () => toWords(letter));
      return button;
    }));
  };
  const turn = (by) => {
    const list = shown();
    const next = list[list.indexOf(byNumber.get(pinned.claim)) + by];
    if (!next) return;
    makeCurrent(next);
    pin({ claim: next.dataset.n, difference: null });
    toWords(next.dataset.who.split(" ")[0]);
  };
  $("bar-prev").addEventListener("click", () => turn(-1));
  $("bar-next").addEventListener("click", () => turn(1));
  $("bar-back").addEventListener("click", () => byNumber.get(pinned.claim).scrollIntoView({ block: "start" }));
  $("bar-close").addEventListener("click", () => {
    const row = byNumber.get(pinned.claim);
    pin(null);
    row.scrollIntoView({ block: "start" });
  });

  for (const button of all(".outlet-button")) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      showReports();
    });
  }
  $("narrow").addEventListener("change", showReports);
  wide.addEventListener("change", showReports);

  // Filters hide claims, and take their underlines from the texts.
  const search = $("f-text");
  const haystack = new Map(rows.map((row) => [row, row.textContent.toLowerCase().replace(/\s+/g, " ")]));
  const filter = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const sure = Number($("f-sure").value);
    $("f-sure-out").textContent = `${Math.round(sure * 100)}%`;
    for (const row of rows) {
      row.hidden = ($("f-diff").checked && row.dataset.diffs === "0")
        || ($("f-support").checked && Number(row.dataset.support) < 2)
        || Number(row.dataset.sure) < sure
        || !wanted.every((word) => haystack.get(row).includes(word));
    }
    const visible = new Set(shown().map((row) => row.dataset.n));
    for (const piece of all(".text [data-c]")) {
      piece.classList.toggle("off", !piece.dataset.c.split(" ").some((number) => visible.has(number)));
    }
    for (const sup of all(".text .n")) {
      sup.hidden = !sup.dataset.n.split(",").some((number) => visible.has(number));
    }
    for (const list of all(".left-out")) {
      const items = all("li", list);
      for (const item of items) item.hidden = !visible.has(item.dataset.n);
      const left = items.filter((item) => !item.hidden).length;
      list.querySelector(".left-out-count").textContent = left === items.length ? `${left}` : `${left} of ${items.length}`;
    }
    $("f-count").textContent = visible.size === rows.length ? `${rows.length} claims` : `${visible.size} of ${rows.length} claims`;
    if ($("f-none")) $("f-none").hidden = visible.size > 0;
    if (pinned && !visible.has(pinned.claim)) pin(null);
    if (!current || current.hidden) makeCurrent(shown()[0] || null);
  };
  const clear = () => {
    search.value = "";
    $("f-diff").checked = $("f-support").checked = false;
    $("f-sure").value = "0";
    filter();
  };
  search.form.addEventListener("submit", (event) => event.preventDefault());
  search.form.addEventListener("input", filter);
  if ($("f-clear")) $("f-clear").addEventListener("click", clear);

  const help = $("help");
  const showHelp = () => (help.open ? help.close() : help.showModal());
  document.querySelector(".help-button").addEventListener("click", showHelp);
  $("help-close").addEventListener("click", () => help.close());

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const typing = event.target === search;
    if (event.key === "Escape") {
      if (event.target === search && search.value) clear();
      else if (pinned || pointed) {
        point(null);
        pin(null);
      } else clear();
      return;
    }
    if (typing) return;
    const inText = event.target.closest(".text");
    const arrows = !inText && wide.matches && !event.target.matches("input[type=range]");
    if (event.key === "j" || (arrows && event.key === "ArrowDown")) step(1);
    else if (event.key === "k" || (arrows && event.key === "ArrowUp")) step(-1);
    else if (event.key === "?") showHelp();
    else if (event.key === "/") search.focus();
    else return;
    event.preventDefault();
  });

  filter();
})();
