/* What was typed and has not reached the portal. Every answer goes through here: kept first, then sent with its key until
   the portal has answered, oldest first, then dropped. A lost reply does no harm, since the portal knows the key. A form's
   token belongs to one session of one person, so nothing goes out under another name. What a row holds: answering.js. */
(function () {
  "use strict";
  var box = document.getElementById("waits");
  if (!box) { return; }
  var me = box.dataset.person, shared = box.hasAttribute("data-shared"), root = document.documentElement;
  var PATIENCE = 20000, SHORTEST = 5000, LONGEST = 300000;
  var stores = [], homes = [], listeners = [], pause = SHORTEST, timer = 0, running = null, again = null;
  var state = "", waiting = 0, inside = false, field = document.querySelector("input[name=csrfmiddlewaretoken]");
  /* A page from memory has the token of a session that may be over. */
  var token = field && !root.hasAttribute("data-kept") ? field.value : "";

  /* ---- where rows lie: a store takes work(rows, put, remove) and does all of it or nothing ---- */

  function database() {
    return new Promise(function (done) {
      var request;
      function none() { done(null); }
      setTimeout(none, 4000);
      try { request = indexedDB.open("district-team", 1); } catch (error) { none(); return; }
      request.onupgradeneeded = function () { request.result.createObjectStore("answers", { keyPath: "id" }); };
      request.onsuccess = function () { done(inDatabase(request.result)); };
      request.onerror = request.onblocked = none;
    });
  }

  function inDatabase(base) {
    return function (work) {
      return new Promise(function (done, failed) {
        var all = base.transaction("answers", "readwrite"), table = all.objectStore("answers"), result;
        all.oncomplete = function () { done(result); };
        all.onabort = all.onerror = failed;
        table.getAll().onsuccess = function (event) {
          result = work(
            event.target.result, function (row) { table.put(row); }, function (id) { table.delete(id); }
          );
        };
      });
    };
  }

  function inList(name) {
    var storage;
    try {
      storage = window[name];
      storage.setItem("try", "1");
      storage.removeItem("try");
    } catch (error) { return null; }
    return function (work) {
      return new Promise(function (done) {
        var rows = JSON.parse(storage.getItem("answers") || "[]");
        function remove(id) { rows = rows.filter(function (row) { return row.id !== id; }); }
        var result = work(rows, function (row) {
          remove(row.id);
          rows.push(row);
        }, remove);
        rows.sort(function (one, other) { return one.id - other.id; });
        if (rows.length) { storage.setItem("answers", JSON.stringify(rows)); } else { storage.removeItem("answers"); }
        done(result);
      });
    };
  }

  /* On a shared computer a row lives as long as its window; what lies elsewhere from before is sent all the same. */
  var opened = database().then(function (found) {
    var list = inList("localStorage"), brief = inList("sessionStorage");
    homes = (shared ? [brief] : [found, list]).filter(Boolean);
    stores = [found, list, brief].filter(Boolean);
    return homes.length > 0;
  });

  /* For waiting.js on other pages. */
  function hint(waits) {
    try {
      if (waits) { localStorage.setItem("answers-wait", "1"); } else { localStorage.removeItem("answers-wait"); }
    } catch (error) { /* then no rows lie there either */ }
  }

  function all() {
    return opened.then(function () {
      return Promise.all(stores.map(function (store, place) {
        return store(function (rows) {
          return rows.map(function (row) { return Object.assign({}, row, { store: place }); });
        }).catch(function () { return []; });
      }));
    }).then(function (found) { return [].concat.apply([], found); });
  }

  function isMine(row) { return row.person === me; }

  function mine() { return all().then(function (rows) { return rows.filter(isMine); }); }

  function about(row) { return [row.person, row.questionnaire, row.unit, row.code].join(" "); }

  /* Newer typing takes the place of what certainly never left; what may have arrived goes first, then this. */
  function add(row) {
    row.person = me;
    function work(rows, put) {
      var last = rows.filter(function (other) { return about(other) === about(row); }).pop();
      row.id = rows.reduce(function (most, other) { return Math.max(most, other.id); }, 0) + 1;
      if (last && !last.tried) {
        row.id = last.id;
        row.base = last.base;
      }
      put(row);
    }
    function keepIn(place) {
      if (!homes[place]) { throw new Error("nothing can be kept"); }
      return homes[place](work).catch(function () { return keepIn(place + 1); });
    }
    return opened.then(function () {
      hint(!shared);
      return keepIn(0);
    }).then(tell);
  }

  /* work(row, put, remove, rows) of the row as it stands now, if it is still there. */
  function change(row, work) {
    return stores[row.store](function (rows, put, remove) {
      var found = rows.filter(function (other) { return other.id === row.id; })[0];
      return found ? work(found, put, remove, rows) : null;
    });
  }

  function drop(row) {
    return change(row, function (found, put, remove) { remove(found.id); }).then(tell);
  }

  /* ---- sending ---- */

  function ask(url, options) {
    var cut = new AbortController(), clock = setTimeout(function () { cut.abort(); }, PATIENCE), found;
    return fetch(url, Object.assign(options, {
      credentials: "same-origin", redirect: "manual", headers: { Accept: "application/json" }, signal: cut.signal
    })).then(function (reply) {
      found = { status: reply.type === "opaqueredirect" ? 401 : reply.status };
      return /^application\/json/.test(reply.headers.get("Content-Type")) ? reply.json() : {};
    }).then(function (body) {
      clearTimeout(clock);
      found.body = body;
      return found;
    }).catch(function () { return { status: 0, body: {} }; });
  }

  /* "" with a token of this very person, else what stands against sending. */
  function reach() {
    return ask(box.dataset.session, { cache: "no-store" }).then(function (found) {
      if (!("person" in found.body)) { return found.status >= 500 ? "busy" : "line"; }
      if (found.body.person !== me) { return found.body.person ? "other" : "signed_out"; }
      token = found.body.token;
      outbox.reached = Date.now();
      return "";
    });
  }

  function ready() { return token ? Promise.resolve("") : reach(); }

  /* Marked before it leaves: what is cut off on the way counts as perhaps arrived. */
  function post(row, renewed) {
    var before;
    return change(row, function (found, put) {
      before = found.tried;
      found.tried = true;
      put(found);
      return found;
    }).then(function (sent) {
      return sent ? ask(sent.url, { method: "POST", body: bodyOf(sent) }).then(function (found) {
        var body = found.body, status = found.status;
        if (body.numbers && (sent.code in body.numbers || isEmpty(sent))) { return arrived(row, sent, body); }
        if (status === 401 || body.state === "token") {
          token = "";
          return unsent(row, before).then(reach).then(function (why) {
            return why || (renewed || status === 401 ? "signed_out" : post(row, true));
          });
        }
        if (status >= 500 || status === 429) { return "busy"; }
        /* Some networks put a page of their own in front of everything. */
        if (status < 400 && !body.numbers) { return "line"; }
        return unsent(row, before, { state: "refused", words: body.refused || String(status) });
      }) : "";
    });
  }

  function bodyOf(row) {
    var body = new URLSearchParams();
    [
      ["csrfmiddlewaretoken", token], ["presented", row.code], ["key", row.key], ["device", device()],
      ["because", row.because || ""], ["b:" + row.code, row.base]
    ].concat(row.pairs).forEach(function (pair) { body.append(pair[0], pair[1]); });
    return body;
  }

  function isEmpty(row) { return row.pairs.every(function (pair) { return !pair[1]; }); }

  /* What was typed after it was typed on top of it. */
  function arrived(row, sent, reply) {
    return change(row, function (found, put, remove, rows) {
      remove(found.id);
      rows.forEach(function (later) {
        if (later.id !== found.id && !later.tried && about(later) === about(found) && row.code in reply.numbers) {
          later.base = reply.numbers[row.code];
          put(later);
        }
      });
    }).then(tell).then(function () {
      outbox.reached = Date.now();
      pause = SHORTEST;
      say("saved", { row: sent, reply: reply });
      return "";
    });
  }

  function unsent(row, tried, why) {
    return change(row, function (found, put) {
      found.tried = tried;
      found.why = why;
      put(found);
    }).then(function () { return ""; });
  }

  /* `retried` says which of the refused ones are tried once more; none without it. What waits behind one of the same
     question waits on. */
  function run(retried, done) {
    return mine().then(function (rows) {
      var stuck = {}, row = rows.filter(function (other) {
        var held = stuck[about(other)] || done[other.store + ":" + other.id] || (other.why && !(retried && retried(other)));
        stuck[about(other)] = held;
        return !held;
      })[0];
      if (!row) { return ""; }
      done[row.store + ":" + row.id] = true;
      return ready().then(function (why) { return why || post(row); }).then(function (why) {
        return why || run(retried, done);
      });
    });
  }

  /* Windows take turns where the browser lets them; where not, the same key twice is one save. */
  function send(retried) {
    if (running) {
      again = retried || again || send;
      return running;
    }
    clearTimeout(timer);
    function work() { return run(retried, {}); }
    running = (navigator.locks ? navigator.locks.request("answers", work) : work()).catch(function () {
      return "line";
    }).then(function (why) {
      running = null;
      state = why;
      if (again) {
        retried = again === send ? null : again;
        again = null;
        return send(retried);
      }
      if (why === "line" || why === "busy") { later(); }
      return tell().then(function () { return why; });
    });
    return running;
  }

  /* A full device may throw away what waits, unless it is asked not to. */
  function later() {
    timer = setTimeout(send, pause);
    pause = Math.min(pause * 2, LONGEST);
    if (waiting && !shared && navigator.storage && navigator.storage.persist) { navigator.storage.persist(); }
  }

  /* ---- who listens ---- */

  function say(what, told) {
    listeners.forEach(function (listener) { listener(what, told); });
  }

  function tell() {
    return all().then(function (rows) {
      waiting = rows.filter(isMine).length;
      if (!rows.length) { hint(false); }
      /* Pages that say more of it themselves have no need of the line at the top. */
      box.hidden = !waiting || Boolean(document.querySelector("#answers, #outbox"));
      box.querySelector("strong").textContent = count([box.dataset.one, box.dataset.several], waiting);
      say("state", { state: state, rows: rows });
    });
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (found, name) { return name in values ? values[name] : found; });
  }

  function count(texts, number) { return fill(texts[number === 1 ? 0 : 1], { number: number }); }

  function signIn() { return "/accounts/login/?lang=" + root.lang + "&next=" + encodeURIComponent(location.pathname); }

  function uuid() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), function (byte) {
      return (256 + byte).toString(16).slice(1);
    }).join("").replace(/^(.{8})(.{4}).(.{3}).(.{3})(.*)$/, "$1-$2-4$3-8$4-$5");
  }

  /* Empty where others use this device too: then the session stands for it. */
  function device() {
    try {
      var known = shared ? "" : localStorage.getItem("device") || uuid();
      if (known) { localStorage.setItem("device", known); }
      return known;
    } catch (error) { return ""; }
  }

  var outbox = window.Outbox = {
    opened: opened, me: me, shared: shared, reached: 0, all: all, mine: mine, isMine: isMine, add: add, drop: drop,
    send: send, reach: reach, fill: fill, count: count, uuid: uuid, device: device, signIn: signIn,
    token: function () { return token; },
    on: function (listener) { listeners.push(listener); }
  };

  window.addEventListener("online", function () {
    pause = SHORTEST;
    send();
  });
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { send(); } });
  /* Closing the window of a shared computer loses what waits; going on to another page does not. */
  document.addEventListener("click", function (event) {
    inside = Boolean(event.target.closest("a[href], button"));
    setTimeout(function () { inside = false; }, 1000);
  });
  window.addEventListener("beforeunload", function (event) {
    if (shared && waiting && !inside) { event.returnValue = ""; }
  });
  tell().then(function () { if (waiting) { send(); } });
}());
