/* The list of what waits on this device (outbox.js), for whoever typed it. Of what another person typed it says how much
   there is and nothing of what it says. */
(function () {
  "use strict";
  var list = document.getElementById("outbox-list");
  if (!list || !window.Keeping) { return; }
  var Outbox = window.Outbox, Keeping = window.Keeping, words = Keeping.told.words, fill = Outbox.fill, count = Outbox.count;
  var line = document.getElementById("outbox-state"), state = "", sent = 0, rows = [];

  function make(name, text, kind) {
    var made = document.createElement(name);
    if (text) { made.textContent = text; }
    if (kind) { made.className = kind; }
    return made;
  }

  function show(id, shown) { document.getElementById(id).hidden = !shown; }

  function whyOf(row) {
    return row.why ? fill(words.refused, { why: row.why.words }) : words[state || "sending"];
  }

  function lines(row) {
    return [
      row.shown,
      row.comment && fill(words.comment, { text: row.comment }),
      row.because && fill(words.because, { text: row.because })
    ].filter(Boolean);
  }

  function item(row) {
    var made = make("li", "", "stack-s"), heading = make("h2", "", "q"), ways = make("p", "", "row");
    heading.appendChild(make("span", row.number, "qn"));
    heading.appendChild(make("span", row.text));
    made.appendChild(heading);
    lines(row).forEach(function (text) { made.appendChild(make("p", text, "voice")); });
    made.appendChild(make("p", [
      row.district, row.title, fill(words.typed, { time: Keeping.time(row.at) })
    ].join(" · "), "small soft"));
    made.appendChild(make("p", whyOf(row), row.why ? "err-t" : "small"));
    ways.appendChild(button(words.again, row, function () {
      send(function (other) { return other.id === row.id && other.store === row.store; });
    }));
    ways.appendChild(button(words.delete, row, function () {
      if (window.confirm(words.really)) { Outbox.drop(row).then(function () { line.tabIndex = -1; line.focus(); }); }
    }));
    made.appendChild(ways);
    return made;
  }

  /* Several rows have the same two buttons: read out, each says which question it is about. */
  function button(text, row, act) {
    var made = make("button", text, "act");
    made.type = "button";
    made.setAttribute("aria-label", text + (row.number ? ", " + row.number : ""));
    made.addEventListener("click", act);
    return made;
  }

  function draw() {
    var own = rows.filter(Outbox.isMine), others = rows.length - own.length;
    list.textContent = "";
    own.forEach(function (row) { list.appendChild(item(row)); });
    show("outbox-all", own.length);
    show("outbox-none", !own.length);
    show("outbox-others", others);
    document.getElementById("outbox-others").textContent = count(words.others, others);
    if (sent && !state) { line.textContent = count(words.sent, sent); } else {
      line.textContent = own.length && state ? words[state] : "";
      if (state === "signed_out" && own.length) { signIn(); }
    }
    if (own.length && Outbox.shared) { line.textContent += " " + words.on_shared; }
  }

  function signIn() {
    var link = make("a", words.sign_in);
    link.href = Outbox.signIn();
    line.appendChild(document.createTextNode(" "));
    line.appendChild(link);
  }

  function send(only) {
    line.textContent = words.sending;
    Outbox.send(only);
  }

  /* ---- files ---- */

  function save(text, type, ending) {
    var link = make("a"), url = URL.createObjectURL(new Blob([text], { type: type }));
    link.href = url;
    link.download = words.file + "-" + new Date().toISOString().slice(0, 10) + ending;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(url); }, 10000);
  }

  function toRead(row) {
    return [row.district + " · " + row.title, (row.number ? row.number + ". " : "") + row.text].concat(lines(row), [
      fill(words.typed, { time: new Date(row.at).toLocaleString(document.documentElement.lang) }), whyOf(row)
    ]).join("\r\n");
  }

  function toHandOver(row) {
    return {
      district: row.unit, district_name: row.district, questionnaire: row.questionnaire, title: row.title,
      question: row.code, number: row.number, text: row.text, answer: row.shown, comment: row.comment,
      reason: row.because, typed: row.pairs, version_seen: Number(row.base), typed_at: new Date(row.at).toISOString(),
      key: row.key, waits_because: whyOf(row)
    };
  }

  var ways = {
    send: function () { send(function () { return true; }); },
    text: function (own) { save("\ufeff" + own.map(toRead).join("\r\n\r\n") + "\r\n", "text/plain;charset=utf-8", ".txt"); },
    json: function (own) { save(JSON.stringify(own.map(toHandOver), null, 2) + "\n", "application/json", ".json"); }
  };

  document.getElementById("outbox-all").addEventListener("click", function (event) {
    var way = event.target.getAttribute("data-do");
    if (way) { Outbox.mine().then(ways[way]); }
  });

  Outbox.on(function (what, about) {
    if (what === "saved") { sent += 1; }
    if (what === "state") {
      state = about.state;
      rows = about.rows;
      draw();
    }
  });
  Outbox.opened.then(function (home) {
    if (!home) { line.textContent = words.unkept; }
    return Outbox.all();
  }).then(function (found) {
    rows = found;
    draw();
    Outbox.send();
  });
}());
