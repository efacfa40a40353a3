// Keeps the page and its sound on the phone, so that it is heard without a network.
"use strict";

const CACHE = "{{cache}}";
const FAMILY = "{{family}}";
const SHELL = ["./", "manifest.webmanifest", "icon-192.png", "icon-512.png"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE)
    .then((cache) => cache.addAll(SHELL.map((url) => new Request(url, {cache: "reload"}))))
    .then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names
      .filter((name) => name.startsWith(FAMILY) && name !== CACHE)
      .map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

// One sound after the other, so that the one that is heard has the line for itself.
self.addEventListener("message", (event) => {
  event.waitUntil(event.data.keep.reduce((before, url) => before.then(() => keep(url)), Promise.resolve()));
});

function keep(url) {
  return caches.open(CACHE).then((cache) => cache.match(url)
    .then((kept) => kept || cache.add(url))
    .catch(() => undefined)); // the next visit tries again
}

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || !event.request.url.startsWith(self.registration.scope)) {
    return;
  }
  const page = event.request.mode === "navigate" && /\/(index\.html)?$/.test(new URL(event.request.url).pathname);
  event.respondWith(caches.open(CACHE)
    .then((cache) => cache.match(page ? "./" : event.request, {ignoreSearch: true, ignoreVary: true}))
    .then((kept) => kept ? part(kept, event.request.headers.get("range")) : fetch(event.request)));
});

// Players ask for a stretch of a sound and refuse to seek in one that comes whole.
function part(kept, range) {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range || "");
  if (!asked) {
    return kept;
  }
  return kept.arrayBuffer().then((whole) => {
    const from = Number(asked[1]);
    const to = asked[2] ? Math.min(Number(asked[2]), whole.byteLength - 1) : whole.byteLength - 1;
    if (from > to) {
      return new Response("", {status: 416, headers: {"Content-Range": "bytes */" + whole.byteLength}});
    }
    return new Response(whole.slice(from, to + 1), {
      status: 206,
      headers: {
        "Content-Type": kept.headers.get("Content-Type") || "audio/mpeg",
        "Content-Range": "bytes " + from + "-" + to + "/" + whole.byteLength,
        "Content-Length": String(to + 1 - from),
        "Accept-Ranges": "bytes",
      },
    });
  });
}
