/* Draws the plot whose JSON stands in the page (#plot). If that fails, the page says so in its own words
   (#plot-failed, hidden until then); the sentence and the table beside it need no script. */
(function () {
  "use strict";

  /* In a frame the heading, the sentence and the way back are on the page around it. */
  if (window.self !== window.top) { document.documentElement.className += " framed"; }

  function failed(error) {
    var words = document.getElementById("plot-failed");
    if (words) { words.hidden = false; }
    if (window.console) { window.console.warn(error); }
  }

  function draw() {
    try {
      var item = JSON.parse(document.getElementById("plot").textContent);
      Promise.resolve(window.Bokeh.embed.embed_item(item)).catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  /* Deferred scripts run in order, so Bokeh is there already or will not come. */
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", draw);
  } else {
    draw();
  }
}());
