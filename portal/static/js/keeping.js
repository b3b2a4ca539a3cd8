/* Pages that can be opened without a line: asks the service worker to keep them, and says so; on a page from its memory,
   says of when that is. Without service workers nothing of this happens. */
(function () {
  "use strict";
  var box = document.getElementById("on-device"), root = document.documentElement, worker = null, timer = 0;
  if (!box || !window.Outbox) { return; }
  var told = JSON.parse(box.textContent), words = told.words, fill = window.Outbox.fill;
  var place = document.getElementById("kept-here");

  /* "14:32", with the day where that is another one. */
  function time(moment) {
    var at = new Date(moment), two = function (number) { return (number < 10 ? "0" : "") + number; };
    var clock = fill(words.clock, { hour: two(at.getHours()), minute: two(at.getMinutes()) });
    if (at.toDateString() === new Date().toDateString()) { return clock; }
    return fill(words.day, { day: at.toLocaleDateString(root.lang, { day: "numeric", month: "long" }), time: clock });
  }

  function notice(kind, text) {
    var made = document.createElement("div");
    made.className = "notice " + kind;
    made.setAttribute("role", "status");
    made.appendChild(document.createElement("p")).textContent = text;
    return made;
  }

  function showAge() {
    var since = root.getAttribute("data-kept"), body = document.querySelector("main .body");
    if (since) { body.insertBefore(notice("wait", fill(words.age, { time: time(since) })), body.firstChild); }
  }

  /* `progress` is told of each page; `only`: those that are kept already. */
  function keep(pages, progress, only) {
    var channel = new MessageChannel();
    channel.port1.onmessage = function (event) { progress(event.data); };
    worker.postMessage({ keep: pages, asked: told.asked, only: only }, [channel.port2]);
  }

  function show(text) {
    if (place) {
      place.hidden = false;
      place.textContent = text;
    }
  }

  function done(found) {
    if (found.kept === found.all) { show(words.kept); }
  }

  function offer() {
    var button = document.createElement("button");
    if (!place) { return; }
    button.type = "button";
    button.className = "act";
    button.textContent = fill(words.keep, { size: told.weight });
    button.addEventListener("click", function () {
      place.tabIndex = -1;
      place.focus();
      keep(told.pages, function (found) {
        show(fill(words.keeping, { number: found.kept, all: found.all }));
        done(found);
      });
    });
    show("");
    place.appendChild(button);
  }

  /* All of them at once where they are light; else this one, the outbox, and what is kept already. */
  function start(registration) {
    worker = registration.active;
    localStorage.setItem("answering-of", window.Outbox.me);
    if (!told.asks_first && !(navigator.connection || {}).saveData) { return keep(told.pages, done); }
    offer();
    keep([location.pathname].concat(told.pages.slice(1, 2)), function () {});
    keep(told.pages, done, true);
  }

  function idle() {
    return new Promise(function (done) {
      if (window.requestIdleCallback) { window.requestIdleCallback(done, { timeout: 10000 }); } else { setTimeout(done, 3000); }
    });
  }

  /* Answers have brought up other questions: what is kept shows the ones before. */
  function changed(asked) {
    if (!worker || !asked || asked === told.asked) { return; }
    told.asked = asked;
    clearTimeout(timer);
    timer = setTimeout(function () { keep(told.pages, function () {}, true); }, 5000);
  }

  window.Keeping = { told: told, time: time, notice: notice, changed: changed };
  showAge();
  if (!window.Outbox.shared && navigator.serviceWorker && window.caches) {
    navigator.serviceWorker.register(told.worker, { scope: told.scope }).then(idle).then(function () {
      return navigator.serviceWorker.ready;
    }).then(start).catch(function () { /* the pages work with a line, as before */ });
  }
}());
