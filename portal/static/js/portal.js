/* Adds to pages that already work without it. Nothing is remembered on the device. */
(function () {
  "use strict";

  /* Scripts that the page can be read without: fetched only now, when its styles are there and it can be painted, in the
     order in which they stand. */
  Array.prototype.forEach.call(document.querySelectorAll("script[data-src]"), function (told) {
    var script = document.createElement("script");
    script.src = told.getAttribute("data-src");
    script.async = false;
    document.body.appendChild(script);
  });

  /* "Explore" opens the interactive plot in the drawing's place instead of on its own page. The link says
     where: data-explore is the page to frame (else its href), data-close the words that bring the drawing back. */
  function explore(link) {
    var card = link.closest(".card, figure");
    var drawing = card && (card.matches(".fig") ? card.querySelector("svg") : card.querySelector(".fig"));
    if (!drawing) { return false; }
    var frame = document.createElement("iframe");
    var heading = card.querySelector("h2, h3");
    frame.src = link.getAttribute("data-explore") || link.href;
    frame.title = link.textContent.trim() + (heading ? ": " + heading.textContent.trim() : "");
    frame.height = Math.max(460, drawing.getBoundingClientRect().height);
    frame.addEventListener("load", function () { fit(frame); });
    drawing.parentNode.insertBefore(frame, drawing);
    drawing.setAttribute("hidden", "");  /* an SVG has no .hidden */
    putBack(link, drawing, frame);
    return true;
  }

  /* The plot gets its height when it is drawn; the frame, of this same site, follows it. */
  function fit(frame) {
    var inside = frame.contentDocument && frame.contentDocument.documentElement;
    if (!inside || !window.ResizeObserver) { return; }
    new ResizeObserver(function () {
      var height = Math.ceil(inside.getBoundingClientRect().height);
      if (height) { frame.height = height; }
    }).observe(inside);
  }

  function putBack(link, drawing, frame) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "act";
    button.textContent = link.getAttribute("data-close") || "×";
    button.addEventListener("click", function () {
      frame.remove();
      drawing.removeAttribute("hidden");
      link.hidden = false;
      button.remove();
      link.focus();
    });
    link.parentNode.insertBefore(button, link);
    link.hidden = true;
    button.focus();
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-explore]");
    var plain = !event.defaultPrevented && event.button === 0;
    if (!link || !plain || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) { return; }
    if (explore(link)) { event.preventDefault(); }
  });

  /* A printed page has no buttons: what is folded away is printed open, and closed again afterwards. */
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("main details:not([open])"));
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
  });
}());
