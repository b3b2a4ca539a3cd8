/* In the editor of pages, which saves drafts by itself a moment after each change. A button pressed in that moment would
   send the same page beside the draft, and a new page would be made twice: so the button waits until the draft is saved,
   and nothing is saved by itself once the page has been sent. The form of a new page gets a name, by which the portal
   knows it again when its confirmation was lost (content/new_pages.py). */
(function () {
  "use strict";

  var BUTTONS = '[data-edit-form] button[type="submit"], [data-edit-form] button[data-workflow-action-name]';
  var saving = false, sent = false, waiting = null;
  var form = document.querySelector("[data-edit-form]");

  if (form && /\/pages\/add\//.test(form.action)) {
    var name = document.createElement("input");
    name.type = "hidden";
    name.name = "new_page";
    name.value = document.currentScript.getAttribute("data-form");
    form.appendChild(name);
  }

  document.addEventListener("w-autosave:save", function (event) {
    if (sent) { event.preventDefault(); } else { saving = true; }
  });

  function saved() {
    saving = false;
    /* After the editor has taken over the address of the draft; and what was typed meanwhile may be on its way already. */
    setTimeout(function () {
      var button = waiting;
      if (!button || saving) { return; }
      waiting = null;
      button.removeAttribute("aria-busy");
      button.click();
    }, 0);
  }
  document.addEventListener("w-autosave:success", saved);
  document.addEventListener("w-autosave:error", saved);

  /* Before the editor's own scripts hear of it. */
  window.addEventListener("click", function (event) {
    var button = event.target instanceof Element ? event.target.closest(BUTTONS) : null;
    if (!button || !saving) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = button;
    button.setAttribute("aria-busy", "true");
  }, true);

  window.addEventListener("submit", function (event) {
    if (event.target.matches("[data-edit-form]") && !event.defaultPrevented) { sent = true; }
  });
  /* Back from the page that followed. */
  window.addEventListener("pageshow", function () { sent = false; });
})();
