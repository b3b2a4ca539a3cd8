/* Keeps the pages on which a district answers, so that they open without a line. Sees nothing but them and what they load:
   they are asked of the portal first, and come from memory where it does not answer in time.

   Pages lie in caches named answering:<person>:<version>; the portal says in a header whose page it is, and sends none
   on a shared computer. A page's scripts are kept with it, under names that change with their content, so no page ever
   meets the scripts of another version. */
"use strict";

var VERSION = "{{ version }}", STATIC = "{{ static }}", KEEP = "{{ keep }}";
var PAGE = /^\/(?:fr|en)\/questionnaires\/(?:outbox|[0-9a-f-]{36}\/[^\/]+(?:\/\d+)?)\/$/;
var HASHED = /\.[0-9a-f]{12}\.\w+$/;
var PATIENCE = 5000, FRESH = 12 * 3600000, OLDEST = 60 * 86400000;

self.addEventListener("install", function () { self.skipWaiting(); });
self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });

self.addEventListener("fetch", function (event) {
  var request = event.request, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) { return; }
  if (PAGE.test(url.pathname)) {
    event.respondWith(request.mode === "navigate" ? page(event, url.pathname) : fetched(event, url.pathname));
  } else if (url.pathname.indexOf(STATIC) === 0 && request.referrer && PAGE.test(new URL(request.referrer).pathname)) {
    event.respondWith(part(request, url.pathname));
  }
});

/* {keep: paths, asked: which questions are, as the portal marks it, only: those that are kept already} */
self.addEventListener("message", function (event) {
  if (event.data && event.data.keep) { event.waitUntil(keepAll(event.data, event.ports[0])); }
});

/* ---- what is asked for ---- */

/* Whatever way the portal's page comes, it takes the place of the one that is kept. */
function fetched(event, path) {
  var stored;
  var fresh = fetch(event.request).then(function (response) {
    stored = store(path, response.clone());
    return response;
  });
  event.waitUntil(fresh.then(function () { return stored; }).catch(function () {}));
  return fresh;
}

function page(event, path) {
  var fresh = fetched(event, path);
  return find(path).then(function (kept) {
    return kept ? Promise.race([fresh.then(wellAnswered), late()]).catch(function () { return marked(kept); }) : fresh;
  });
}

function wellAnswered(response) {
  if (response.status >= 500) { throw new Error("the portal does not answer"); }
  return response;
}

function late() {
  return new Promise(function (done, failed) { setTimeout(failed, PATIENCE); });
}

/* The page's own script says of when it is. */
function marked(kept) {
  return kept.text().then(function (text) {
    var since = kept.headers.get("X-Kept-At");
    return new Response(text.replace("<html ", '<html data-kept="' + since + '" '), { headers: kept.headers });
  });
}

function part(request, path) {
  return find(path).then(function (kept) {
    if (kept && HASHED.test(path)) { return kept; }
    return fetch(request).catch(function (error) { return kept || Promise.reject(error); });
  });
}

/* ---- what is kept ---- */

function ours() {
  return caches.keys().then(function (names) {
    return names.filter(function (name) { return /^answering:[0-9a-f]+:[0-9a-f]+$/.test(name); });
  });
}

function isPresent(name) { return name.slice(-VERSION.length) === VERSION; }

function find(path) {
  return ours().then(function (names) {
    names.sort(function (one, other) { return isPresent(other) - isPresent(one); });
    return names.reduce(function (before, name) {
      return before.then(function (kept) {
        return kept || caches.open(name).then(function (cache) { return cache.match(path); });
      });
    }, Promise.resolve(undefined));
  });
}

/* The person whose page it was; "" for what may not be kept. */
function store(path, response) {
  var person = response.headers.get(KEEP);
  if (response.status === 403 || response.status === 404) { return forget(path); }
  if (!person || !response.ok || response.redirected) { return Promise.resolve(""); }
  var name = "answering:" + person + ":" + VERSION, headers = new Headers(response.headers);
  headers.set("X-Kept-At", new Date().toISOString());
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return response.text().then(function (text) {
    headers.set("X-Kept-Asked", (text.match(/"asked": "(\w+)"/) || ["", ""])[1]);
    return caches.open(name).then(function (cache) {
      return parts(cache, text).then(function () {
        return cache.put(path, new Response(text, { headers: headers }));
      });
    });
  }).then(function () {
    return tidy(path, person, name);
  }).then(function () { return person; });
}

/* Whoever may not read it any more does not read it here either. */
function forget(path) {
  return ours().then(function (names) {
    return Promise.all(names.map(function (name) {
      return caches.open(name).then(function (cache) { return cache.delete(path); });
    }));
  }).then(function () { return ""; });
}

function parts(cache, text) {
  var found = text.match(/(?:href|src)="[^"]+"/g) || [];
  return Promise.all(found.map(function (attribute) {
    var path = attribute.replace(/^\w+="|"$/g, "");
    if (path.indexOf(STATIC) !== 0) { return null; }
    return cache.match(path).then(function (kept) {
      return kept && HASHED.test(path) ? null : cache.add(path);
    });
  }));
}

/* Nothing of another person stays, nor an older copy of this page, nor what has only scripts left. */
function tidy(path, person, name) {
  return ours().then(function (names) {
    return Promise.all(names.map(function (other) {
      if (other === name) { return null; }
      if (other.indexOf("answering:" + person + ":") !== 0) { return caches.delete(other); }
      return caches.open(other).then(function (cache) {
        return cache.delete(path).then(function () { return cache.keys(); });
      }).then(function (left) {
        var pages = left.filter(function (request) { return PAGE.test(new URL(request.url).pathname); });
        return pages.length ? null : caches.delete(other);
      });
    }));
  });
}

/* One after the other, on a line that is slow anyway; stops at the first that does not come. */
function keepAll(told, port) {
  var paths = told.keep, kept = 0;
  function next(place) {
    if (place >= paths.length) { return Promise.resolve(); }
    return keepOne(paths[place], told).then(function (done) {
      if (!done && !told.only) { return null; }
      kept += done ? 1 : 0;
      port.postMessage({ kept: kept, all: paths.length });
      return next(place + 1);
    });
  }
  return forgetOld().then(function () { return next(0); }).catch(function () {});
}

function keepOne(path, told) {
  if (!PAGE.test(path)) { return Promise.resolve(false); }
  return find(path).then(function (kept) {
    if (!kept && told.only) { return false; }
    if (kept && isFresh(kept, told.asked)) { return true; }
    return fetch(path, { credentials: "same-origin" }).then(function (response) { return store(path, response); });
  });
}

/* Of a page that is about no answers, only its age counts. */
function isFresh(kept, asked) {
  var before = kept.headers.get("X-Kept-Asked");
  return Date.now() - new Date(kept.headers.get("X-Kept-At")) < FRESH && (!before || !asked || before === asked);
}

function forgetOld() {
  return ours().then(function (names) {
    return Promise.all(names.map(function (name) {
      return caches.open(name).then(function (cache) {
        return cache.keys().then(function (requests) {
          return Promise.all(requests.map(function (request) { return dropOld(cache, request); }));
        });
      });
    }));
  });
}

function dropOld(cache, request) {
  return cache.match(request).then(function (kept) {
    var at = kept && kept.headers.get("X-Kept-At");
    return at && Date.now() - new Date(at) > OLDEST ? cache.delete(request) : null;
  });
}
