// The player. Plain ES2015 without a framework, so that cheap and old phones run it, and without
// a request, so that it runs from a memory card.
(function () {
  "use strict";

  var leaflet = JSON.parse(document.getElementById("leaflet").textContent);
  var parts = leaflet.parts;
  var known = leaflet.words.split(" ");
  var say = leaflet.say;
  var SPEEDS = [1, 0.75, 1.25, 1.5];
  var BACK_S = 15;
  var SAVE_EVERY_MS = 2000;
  var served = /^http/.test(location.protocol);

  var el = {};
  ["audio", "play", "play-icon", "back", "next", "speed", "share", "time", "heard", "length",
    "words", "picture", "number", "title", "status", "parts"].forEach(function (id) {
    el[id] = document.getElementById(id);
  });
  var audio = el.audio;
  var links = el.parts.querySelectorAll("a");

  var current = 0;      // the part that is open
  var rate = 1;
  var lines = [];       // of the open part: {start, box, words: [{start, box}]}
  var litLine = -1;
  var litFrom = -1;     // when the lit words start, in ms
  var resumeAt = 0;     // seconds, until the sound is loaded
  var savedAt = 0;

  // --- where the listener was -------------------------------------------------------------------

  function load() {
    try {
      return JSON.parse(localStorage.getItem(leaflet.key)) || {};
    } catch (refused) {
      return {};
    }
  }

  function save() {
    savedAt = Date.now();
    var place = {id: parts[current].id, time: resumeAt || audio.currentTime, rate: rate};
    try {
      localStorage.setItem(leaflet.key, JSON.stringify(place));
    } catch (refused) { /* private windows refuse: then the place is not kept */ }
  }

  // --- one part ---------------------------------------------------------------------------------

  function open(index, seconds, andPlay) {
    var part = parts[index];
    current = index;
    resumeAt = seconds;
    if (audio.getAttribute("src") !== part.src) {
      audio.src = part.src;
    }
    audio.defaultPlaybackRate = audio.playbackRate = rate;
    if (audio.readyState > 0) {
      arrive();
    }
    el.picture.setAttribute("href", "#s-" + part.picture);
    el.number.textContent = part.number;
    el.title.textContent = part.title;
    el.time.max = Math.round(part.ms / 1000);
    el.length.textContent = clock(part.ms / 1000);
    el.next.disabled = index + 1 === parts.length;
    for (var i = 0; i < links.length; i++) {
      if (i === index) {
        links[i].setAttribute("aria-current", "true");
      } else {
        links[i].removeAttribute("aria-current");
      }
    }
    write(part);
    show();
    describe(part);
    if (andPlay) {
      tell(fill(say.part, {part: part.number, title: part.title}), "");
      play();
    }
  }

  function arrive() {
    if (resumeAt) {
      audio.currentTime = resumeAt;
      resumeAt = 0;
    }
  }

  function write(part) {
    el.words.textContent = "";
    el.words.scrollTop = 0;
    litLine = litFrom = -1;
    lines = part.lines.map(function (line) {
      var box = document.createElement("p");
      var from = line[0];
      var words = [];
      // Two numbers a word: which one it is, and how long after the one before it starts.
      for (var at = 1; at < line.length; at += 2) {
        var word = document.createElement("span");
        word.textContent = known[line[at]];
        box.appendChild(word);
        box.appendChild(document.createTextNode(" "));
        from += 10 * line[at + 1];
        words.push({start: from, box: word});
      }
      box.addEventListener("click", function () {
        seek(line[0] / 1000);
        play();
      });
      el.words.appendChild(box);
      return {start: line[0], box: box, words: words};
    });
  }

  // --- the words that are said ------------------------------------------------------------------

  function lastStarted(list, ms) {
    var found = -1;
    while (found + 1 < list.length && list[found + 1].start <= ms) {
      found += 1;
    }
    return found;
  }

  function light(ms) {
    var line = lastStarted(lines, ms);
    if (line !== litLine) {
      unlight();
      if (litLine >= 0) {
        lines[litLine].box.className = "";
      }
      litLine = line;
      if (line >= 0) {
        var box = lines[line].box;
        box.className = "now-said";
        el.words.scrollTop = box.offsetTop - (el.words.clientHeight - box.offsetHeight) / 2;
      }
    }
    if (line < 0) {
      return;
    }
    var word = lines[line].words[lastStarted(lines[line].words, ms)];
    if (word && word.start !== litFrom) {
      unlight();
      litFrom = word.start;
      // Words that cannot be told apart start together and are lit together.
      lines[line].words.forEach(function (other) {
        other.box.className = other.start === litFrom ? "lit" : "";
      });
    }
  }

  function unlight() {
    if (litLine >= 0) {
      lines[litLine].words.forEach(function (word) { word.box.className = ""; });
    }
    litFrom = -1;
  }

  function show() {
    var seconds = resumeAt || audio.currentTime;
    el.time.value = Math.round(seconds);
    el.time.setAttribute("aria-valuetext", fill(say.minutes, {
      minutes: Math.floor(seconds / 60), seconds: Math.floor(seconds % 60)
    }));
    el.heard.textContent = clock(seconds);
    light(1000 * seconds);
  }

  function follow() {
    light(1000 * (resumeAt || audio.currentTime));
    if (!audio.paused) {
      requestAnimationFrame(follow);
    }
  }

  // --- what the buttons do ----------------------------------------------------------------------

  function play() {
    var playing = audio.play();
    if (playing) {
      playing.catch(function () { /* a newer click, or the error event tells */ });
    }
  }

  function toggle() {
    if (audio.paused) {
      play();
    } else {
      audio.pause();
    }
  }

  function seek(seconds) {
    var to = Math.max(0, seconds);
    if (audio.readyState > 0) {
      audio.currentTime = to;
    } else {
      resumeAt = to;
    }
    show();
    save();
  }

  function back() {
    seek((resumeAt || audio.currentTime) - BACK_S);
  }

  function next() {
    if (current + 1 < parts.length) {
      open(current + 1, 0, true);
    }
  }

  function faster() {
    setRate(SPEEDS[(SPEEDS.indexOf(rate) + 1) % SPEEDS.length]);
    save();
  }

  function setRate(value) {
    rate = SPEEDS.indexOf(value) < 0 ? 1 : value;
    audio.defaultPlaybackRate = audio.playbackRate = rate;
    el.speed.textContent = rate + "×";
    el.speed.setAttribute("aria-label", fill(say.speed, {speed: rate}));
  }

  function share() {
    var text = leaflet.title;
    if (navigator.share) {
      navigator.share({title: text, text: text, url: address()}).catch(function () { /* changed their mind */ });
    } else {
      window.open("https://wa.me/?text=" + encodeURIComponent(text + "\n" + address()), "_blank", "noopener");
    }
  }

  function address() {
    return leaflet.url || (served ? location.href.split("#")[0] : "");
  }

  function tell(text, kind) {
    el.status.className = "status" + kind;
    el.status.textContent = text;
  }

  function showState() {
    el["play-icon"].setAttribute("href", audio.paused ? "#i-play" : "#i-pause");
    el.play.setAttribute("aria-label", audio.paused ? say.play : say.pause);
  }

  function clock(seconds) {
    var whole = Math.floor(seconds);
    return Math.floor(whole / 60) + ":" + ("0" + whole % 60).slice(-2);
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (all, name) { return values[name]; });
  }

  // --- the phone's lock screen ------------------------------------------------------------------

  function describe(part) {
    if (!("mediaSession" in navigator) || !window.MediaMetadata) {
      return;
    }
    navigator.mediaSession.metadata = new MediaMetadata({
      title: part.title, album: leaflet.title, artist: leaflet.source,
      artwork: served ? [{src: "icon-512.png", sizes: "512x512", type: "image/png"}] : []
    });
    [["play", play], ["pause", function () { audio.pause(); }], ["seekbackward", back],
      ["nexttrack", next]].forEach(function (pair) {
      try {
        navigator.mediaSession.setActionHandler(pair[0], pair[1]);
      } catch (unknown) { /* an older browser without this button */ }
    });
  }

  // --- to be installed, and to be heard without a network ---------------------------------------

  function install() {
    var link = document.createElement("link");
    link.rel = "manifest";
    link.href = "manifest.webmanifest";
    document.head.appendChild(link);
    if (!("serviceWorker" in navigator)) {
      return;
    }
    navigator.serviceWorker.register("sw.js").then(function () {
      return navigator.serviceWorker.ready;
    }).then(function (ready) {
      var saving = navigator.connection && navigator.connection.saveData;
      var wanted = saving ? [parts[current]] : parts;
      ready.active.postMessage({keep: wanted.map(function (part) { return part.src; })});
    }).catch(function () { /* refused, or no secure connection: then only the network plays */ });
  }

  // --- begin ------------------------------------------------------------------------------------

  el.play.addEventListener("click", toggle);
  el.back.addEventListener("click", back);
  el.next.addEventListener("click", next);
  el.speed.addEventListener("click", faster);
  el.share.addEventListener("click", share);
  el.time.addEventListener("input", function () { seek(Number(el.time.value)); });
  audio.addEventListener("loadedmetadata", arrive);
  audio.addEventListener("seeked", show);
  audio.addEventListener("timeupdate", function () {
    show();
    if (Date.now() - savedAt > SAVE_EVERY_MS) {
      save();
    }
  });
  audio.addEventListener("play", function () { showState(); follow(); });
  audio.addEventListener("pause", function () { showState(); save(); });
  audio.addEventListener("ended", function () {
    if (current + 1 < parts.length) {
      next();
    } else {
      open(0, 0, false);
    }
    save();
  });
  audio.addEventListener("error", function () { tell(say.missing, " bad"); });
  window.addEventListener("pagehide", save);
  el.parts.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    if (link) {
      event.preventDefault();
      open(Number(link.getAttribute("data-part")), 0, true);
    }
  });
  document.addEventListener("keydown", function (event) {
    var busy = /^(INPUT|BUTTON|A)$/.test(event.target.tagName);
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (event.key === "k" || (event.key === " " && !busy)) {
      event.preventDefault();
      toggle();
    } else if (event.key === "ArrowLeft" && event.target !== el.time) {
      back();
    } else if (event.key === "n") {
      next();
    }
  });

  var before = load();
  var opened = parts.findIndex(function (part) { return part.id === before.id; });
  setRate(before.rate);
  open(Math.max(0, opened), opened < 0 ? 0 : before.time || 0, false);
  el.share.hidden = !address();
  if (served) {
    install();
  }
}());
