/* On every page of somebody who is signed in, and in the admin: sends what waits on this device (outbox.js, fetched only
   then), and forgets what this device holds of a district when they sign out or somebody else signs in. */
(function () {
  "use strict";
  var box = document.getElementById("waits");
  var told = box ? box.dataset : {};

  function read(storage, name) {
    try { return window[storage].getItem(name); } catch (error) { return null; }
  }

  /* Pages, and the answers on them; never what waits to be sent. */
  function forget() {
    try { localStorage.removeItem("answering-of"); } catch (error) { /* then nothing was kept either */ }
    return caches.keys().then(function (names) {
      return Promise.all(names.map(function (name) {
        return name.indexOf("answering:") === 0 ? caches.delete(name) : null;
      }));
    });
  }

  function leaves(form) {
    var path = new URL(form.getAttribute("action") || "", location.href).pathname;
    return form.method === "post" && (told.leaving || "/admin/logout/").split(" ").indexOf(path) >= 0;
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || !leaves(form)) { return; }
    if (told.shared && JSON.parse(read("sessionStorage", "answers") || "[]").length) {
      if (!window.confirm(told.shared)) { event.preventDefault(); return; }
      sessionStorage.removeItem("answers");
    }
    if (window.caches && read("localStorage", "answering-of")) {
      event.preventDefault();
      var go = function () { form.submit(); };
      forget().then(go, go);
    }
  });

  if (!box) { return; }
  var kept = read("localStorage", "answering-of");
  if (window.caches && kept && (told.shared || kept !== told.person)) { forget(); }
  if (!document.getElementById("on-device") && (read("localStorage", "answers-wait") || read("sessionStorage", "answers"))) {
    var script = document.createElement("script");
    script.src = told.script;
    document.head.appendChild(script);
  }
}());
