(function () {
  "use strict";
  const about = JSON.parse(document.getElementById("about").textContent);
  const audio = document.getElementById("audio");
  const status = document.getElementById("status");
  const say = about.said;

  // ---- every line gets a button to hear it, and a flag

  const all = Array.from(document.querySelectorAll(".line"));
  const numberOf = (line) => line.id.slice(line.id.lastIndexOf("-") + 1);
  const label = (words, line) => words.replace("{line}", numberOf(line));

  const buttons = document.getElementById("buttons").content;

  function button(kind, words, line) {
    const made = buttons.querySelector("." + kind).cloneNode(true);
    made.setAttribute("aria-label", label(words, line));
    return made;
  }

  for (const line of all) {
    line.prepend(button("play", say.play, line));
    if (line.dataset.k) {
      line.append(button("flag", say.mark, line));
    }
  }
  for (const notice of document.querySelectorAll("[data-line]")) {
    const line = document.getElementById(notice.dataset.line);
    notice.prepend(button("play", say.play, line));
  }
  const lineOf = (play) => document.getElementById(play.parentNode.dataset.line) || play.parentNode;
  const playsOf = (line) => Array.from(document.querySelectorAll(".play")).filter((play) => lineOf(play) === line);

  // ---- hearing one line, and no more than that

  let playing = null;
  let end = 0;

  function stop() {
    audio.pause();
    for (const play of playing ? playsOf(playing) : []) {
      play.parentNode.classList.remove("playing");
      play.setAttribute("aria-label", label(say.play, playing));
    }
    playing = null;
  }

  function hear(line) {
    if (playing === line) {
      stop();
      return;
    }
    stop();
    status.textContent = "";
    const times = line.dataset.t.split(" ");
    const source = new URL(line.closest("article").dataset.src, document.baseURI).href;
    if (audio.src !== source) {
      audio.src = source;
    }
    playing = line;
    end = times[1] / 1000;
    for (const play of playsOf(line)) {
      play.parentNode.classList.add("playing");
      play.setAttribute("aria-label", say.stop);
    }
    audio.currentTime = times[0] / 1000;
    const started = audio.play();
    if (started) {
      started.catch(() => {});
    }
    requestAnimationFrame(watch);
  }

  function watch() {
    if (!playing) {
      return;
    }
    if (audio.currentTime >= end || audio.ended) {
      stop();
    } else {
      requestAnimationFrame(watch);
    }
  }

  // A page in the background gets no frames, but still hears of the time.
  audio.addEventListener("timeupdate", () => {
    if (playing && audio.currentTime >= end) {
      stop();
    }
  });
  audio.addEventListener("error", () => {
    stop();
    status.textContent = say.missing;
  });

  // ---- marks: kept in the browser, by what the line says, so that they follow it

  let marks = {};
  try {
    marks = JSON.parse(localStorage.getItem(about.key)) || {};
  } catch (refused) {
    // A browser that keeps nothing: the marks last as long as the page is open.
  }

  function keep() {
    try {
      localStorage.setItem(about.key, JSON.stringify(marks));
    } catch (refused) {
      // As above.
    }
    show();
  }

  function written(line) {
    return line.dataset.was || line.querySelector(".say").textContent;
  }

  function placeOf(line) {
    const key = line.dataset.k.split(" ");
    return {
      chapter: line.closest("article").id,
      item: line.closest(".item").dataset.item,
      key: key[0],
      line: key[1],
      was: written(line),
    };
  }

  function name(place) {
    return [place.chapter, place.item, place.key, place.line, place.was].join("\n");
  }

  function clean(text) {
    return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
  }

  function wordsOf(text) {
    const words = text.split(/\s+/).map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M}%]+$/gu, ""));
    return Array.from(new Set(words.filter((word) => word)));
  }

  function edit(line) {
    const open = line.querySelector("form");
    if (open) {
      open.elements.kind[0].focus();
      return;
    }
    document.querySelectorAll("form.wrong").forEach((other) => other.remove());
    const form = document.getElementById("form").content.firstElementChild.cloneNode(true);
    const place = placeOf(line);
    const old = marks[name(place)];
    const fields = form.elements;
    for (const word of wordsOf(line.querySelector(".say").textContent)) {
      fields.word.add(new Option(word, word));
    }
    fields.text.value = place.was;
    if (old) {
      fields.kind.value = old.kind;
      fields.word.value = old.word || fields.word.value;
      fields.sound.value = old.kind === "sound" ? old.should : "";
      fields.text.value = old.kind === "text" ? old.should : place.was;
      fields.note.value = old.note;
    }
    fields.drop.hidden = !old;
    const suit = () => {
      form.querySelectorAll(".for-sound").forEach((e) => { e.hidden = fields.kind.value !== "sound"; });
      form.querySelectorAll(".for-text").forEach((e) => { e.hidden = fields.kind.value !== "text"; });
      form.querySelector(".fills").hidden = fields.kind.value !== "text" || !place.was.includes("{");
      fields.sound.required = fields.kind.value === "sound";
      fields.text.required = fields.kind.value === "text";
      fields.note.required = fields.kind.value === "other";
    };
    const leave = () => {
      form.remove();
      line.querySelector(".flag").focus();
    };
    form.addEventListener("change", suit);
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        leave();
      }
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const kind = fields.kind.value;
      marks[name(place)] = Object.assign(place, {
        kind: kind,
        word: kind === "sound" ? fields.word.value : "",
        should: kind === "other" ? "" : clean(fields[kind].value),
        note: clean(fields.note.value),
      });
      leave();
      keep();
    });
    fields.drop.addEventListener("click", () => {
      delete marks[name(place)];
      leave();
      keep();
    });
    fields.cancel.addEventListener("click", leave);
    suit();
    line.append(form);
    fields.kind[0].focus();
  }

  function show() {
    const here = new Map();
    for (const line of all) {
      if (line.dataset.k) {
        const key = name(placeOf(line));
        here.set(key, line);
        const marked = key in marks;
        line.classList.toggle("marked", marked);
        line.querySelector(".flag").setAttribute("aria-label", label(marked ? say.marked : say.mark, line));
      }
    }
    const list = document.getElementById("marked");
    list.textContent = "";
    for (const key of Object.keys(marks)) {
      const mark = marks[key];
      const entry = document.createElement("li");
      const line = here.get(key);
      const where = document.createElement(line ? "a" : "p");
      where.className = "where";
      where.textContent = mark.was;
      if (line) {
        where.href = "#" + line.id;
      }
      const what = document.createElement("p");
      const should = mark.kind === "sound" ? mark.word + " → " + mark.should : mark.should;
      what.textContent = [should, mark.note].filter((text) => text).join(" · ");
      entry.append(where, what);
      if (!line) {
        const gone = document.createElement("p");
        gone.className = "message";
        gone.textContent = say.gone;
        const drop = document.createElement("button");
        drop.type = "button";
        drop.className = "drop";
        drop.textContent = say.remove;
        drop.addEventListener("click", () => {
          delete marks[key];
          keep();
        });
        entry.append(gone, drop);
      }
      list.append(entry);
    }
    const count = Object.keys(marks).length;
    document.getElementById("no-marks").hidden = count > 0;
    document.getElementById("bar").hidden = count === 0;
    document.getElementById("how-many").textContent = count;
  }

  document.getElementById("save").addEventListener("click", () => {
    const file = { leaflet: about.leaflet, edition: about.edition, fixes: Object.values(marks) };
    const address = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1) + "\n"], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = "fixes.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  });

  // ---- ways through the page

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest(".play, .flag");
    if (pressed) {
      (pressed.className === "play" ? hear : edit)(lineOf(pressed));
    }
  });

  function reveal() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) {
      return;
    }
    for (let at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") {
        at.open = true;
      }
    }
    target.scrollIntoView();
    if (target.classList.contains("line")) {
      target.querySelector(".play").focus({ preventScroll: true });
    }
  }

  function step(by) {
    const shown = all.filter((line) => line.offsetParent);
    const now = shown.indexOf(document.activeElement.closest(".line"));
    const next = shown[now < 0 ? 0 : now + by];
    if (next) {
      next.querySelector(".play").focus();
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("form")) {
      return;
    }
    const line = document.activeElement.closest(".line") || playing;
    if (event.key === "j") {
      step(1);
    } else if (event.key === "k") {
      step(-1);
    } else if (event.key === "p" && line) {
      hear(line);
    } else if (event.key === "m" && line && line.dataset.k) {
      edit(line);
    } else {
      return;
    }
    event.preventDefault();
  });

  window.addEventListener("hashchange", reveal);
  window.addEventListener("load", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) {
      reveal();
    }
  });

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    opened.forEach((each) => { each.open = true; });
  });
  window.addEventListener("afterprint", () => opened.forEach((each) => { each.open = false; }));

  show();
})();
