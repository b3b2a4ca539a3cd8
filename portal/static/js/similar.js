/* While a proposal is typed: what was proposed or learnt about the same, below the form. Without this the next page
   shows it. What is typed goes to the form's data-similar and is kept nowhere. */
(function () {
  "use strict";

  var PAUSE = 900, LEAST = 8;
  var form = document.querySelector("form[data-similar]");
  var here = document.querySelector("[data-similar-here]");
  var said = document.querySelector("[data-similar-said]");
  if (!form || !here || !window.fetch || !window.FormData) { return; }

  var timer = null, asked = "", number = 0;

  function typed(name) {
    var field = form.elements[name];
    return field && field.value ? field.value : "";
  }

  function look() {
    var title = typed("title"), text = typed("text"), whole = [typed("language"), title, text].join("\n");
    if (whole === asked || (title + text).length < LEAST) { return; }
    asked = whole;
    var data = new FormData(), mine = ++number;
    ["title", "text", "language", "csrfmiddlewaretoken"].forEach(function (name) { data.append(name, typed(name)); });
    fetch(form.getAttribute("data-similar"), { method: "POST", body: data, credentials: "same-origin" })
      .then(function (response) { return response.ok && !response.redirected ? response.text() : null; })
      .then(function (found) { if (found !== null && mine === number) { show(found); } })
      .catch(function () { /* no line: the next page shows it */ });
  }

  /* Read out once, and not with every letter. */
  function show(found) {
    var before = here.innerHTML !== "";
    here.innerHTML = found.trim();
    if (said && here.innerHTML !== "" && !before) { said.textContent = said.getAttribute("data-similar-said"); }
  }

  form.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  look();
}());
