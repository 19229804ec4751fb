"use strict";
(() => {
  const root = document.documentElement;
  const card = document.getElementById("card");
  const find = (id) => document.getElementById(id);
  const store = {
    // A page opened from a disk may be refused its storage: then nothing is remembered.
    get(key) { try { return localStorage.getItem(`bilingual-reader:${key}`); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(`bilingual-reader:${key}`, value); } catch { /* not kept */ } },
  };

  // Switches: the style reads the boxes; here they are remembered.
  for (const id of ["pinyin", "english", "tones", "explain", "quiz", "shortcuts"]) {
    const box = find(id), kept = store.get(id);
    if (kept !== null) box.checked = kept === "1";
    box.addEventListener("change", () => { store.set(id, box.checked ? "1" : "0"); quiz(); });
  }
  const theme = find("theme");
  const paint = () => {
    if (theme.value === "auto") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", theme.value);
  };
  theme.value = store.get("theme") || "auto";
  theme.addEventListener("change", () => { store.set("theme", theme.value); paint(); });
  paint();

  // Quiz: the English shows where one asks for it, by touch or by key.
  function quiz() {
    const on = find("quiz").checked;
    for (const side of document.querySelectorAll(".en")) {
      side.classList.remove("known");
      if (on) {
        side.setAttribute("tabindex", "0");
        side.setAttribute("role", "button");
        side.setAttribute("aria-label", "Show the English");
      } else for (const name of ["tabindex", "role", "aria-label"]) side.removeAttribute(name);
    }
  }
  function reveal(side) {
    side.classList.toggle("known");
    if (side.classList.contains("known")) side.removeAttribute("aria-label");
  }
  quiz();

  // Cards: what a word means, beside it. Only textContent: a text is never markup.
  let open = null;
  function line(kind, text) {
    const made = document.createElement("p");
    made.className = kind;
    made.textContent = text;
    card.append(made);
    return made;
  }
  function show(word) {
    if (open === word) return;
    hide();
    open = word;
    word.classList.add("open");
    const ruby = word.querySelector("ruby");
    const text = ruby ? ruby.firstChild.textContent : word.textContent;
    const head = line("head", `${text} `);
    head.lang = root.lang;
    if (ruby) {
      const reading = document.createElement("span");
      reading.textContent = ruby.querySelector("rt").textContent;
      head.append(reading);
    }
    if (word.classList.contains("term")) {
      const row = find(word.hash.slice(1)).cells;
      line("meaning", row[2].textContent).lang = "en";
      if (row[3].textContent) line("change", row[3].textContent).lang = "en";
    } else if (word.dataset.senses) line("meaning", word.dataset.senses).lang = "en";
    if (word.dataset.change) line("change", word.dataset.change);
    card.hidden = false;
    const box = word.getBoundingClientRect(), size = card.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, root.clientWidth - size.width - 8));
    const below = box.bottom + 6, above = box.top - size.height - 6;
    const top = below + size.height > root.clientHeight && above > 0 ? above : below;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  }
  function hide() {
    if (!open) return;
    open.classList.remove("open");
    open = null;
    card.replaceChildren();
    card.hidden = true;
  }
  const wordOf = (event) => event.target.closest && event.target.closest(".w");
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse") { const word = wordOf(event); if (word) show(word); else if (!card.contains(event.target)) hide(); }
  });
  document.addEventListener("focusin", (event) => { const word = wordOf(event); if (word) show(word); });
  document.addEventListener("click", (event) => {
    const word = wordOf(event), side = event.target.closest && event.target.closest(".en");
    if (side && find("quiz").checked) reveal(side);
    if (!word) { if (!card.contains(event.target)) hide(); return; }
    // A tap on a term shows its card first; a second tap goes to the glossary.
    if (event.pointerType !== "mouse" && open !== word) event.preventDefault();
    show(word);
  });

  // Keys: one letter each, off by a box, never while something is typed.
  const sentences = [...document.querySelectorAll(".sentence")];
  let place = -1, step = -1;
  find("keys").hidden = false;
  function go(to) {
    if (place >= 0) sentences[place].classList.remove("here");
    place = Math.max(0, Math.min(sentences.length - 1, to));
    step = -1;
    hide();
    sentences[place].classList.add("here");
    sentences[place].scrollIntoView({ block: "nearest" });
    sentences[place].querySelector(".id").focus({ preventScroll: true });
  }
  function walk(by) {
    if (place < 0) go(0);
    const words = sentences[place].querySelectorAll(".w");
    if (!words.length) return;
    step = Math.max(0, Math.min(words.length - 1, step + by));
    show(words[step]);
  }
  const boxes = { p: "pinyin", e: "english", t: "tones", q: "quiz" };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { hide(); return; }
    const side = event.target.closest(".en[role=button]");
    if (side && (event.key === "Enter" || event.key === " ")) { reveal(side); event.preventDefault(); return; }
    if (!find("shortcuts").checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (["SELECT", "INPUT", "TEXTAREA"].includes(event.target.tagName) && event.target.type !== "checkbox") return;
    if (event.key === "j") go(place + 1);
    else if (event.key === "k") go(place - 1);
    else if (event.key === "ArrowRight" && place >= 0) walk(1);
    else if (event.key === "ArrowLeft" && place >= 0) walk(-1);
    else if (boxes[event.key]) find(boxes[event.key]).click();
    else return;
    event.preventDefault();
  });
})();
