/* A section is saved as it is filled in, and what no line carries waits on the device (outbox.js). The form works without
   this; what is relied on is written at the top of section.html. */
(function () {
  "use strict";
  var form = document.getElementById("answers");
  if (!form || !window.Keeping) { return; }
  var Outbox = window.Outbox, told = window.Keeping.told, words = told.words, here = form.getAttribute("action");
  var since = document.documentElement.getAttribute("data-kept"), outboxPage = told.pages[1];
  var QUIET = 2500, SOON = 400, ENOUGH = 8000, LATELY = 15000;
  var known = {}, touched = {}, hidden = [], timers = {}, sendTimer = 0, clicked = null, going = null, busy = false, keepable = true;
  var line = document.getElementById("saved"), said = line.textContent;

  function each(found, work) { Array.prototype.forEach.call(found, work); }

  function insertAfter(made, element) { element.parentNode.insertBefore(made, element.nextSibling); }

  /* ---- a question and its controls: a:<code>, a:<code>:<part>, c:<code>; b:<code> is the version that was seen ---- */

  function codeOf(control) {
    var parts = (control.name || "").split(":");
    return parts[0] === "a" || parts[0] === "c" ? parts[1] : "";
  }

  function baseOf(code) { return form.elements["b:" + code]; }

  function fieldOf(code) { return (baseOf(code) || document.getElementById("a:" + code)).closest(".field"); }

  function presented() { return form.elements.presented.value.split(" ").filter(Boolean); }

  /* Notes have none. */
  function codes() { return presented().filter(baseOf); }

  function controlsOf(code) {
    return Array.prototype.filter.call(fieldOf(code).querySelectorAll("input, textarea"), function (control) {
      return codeOf(control) === code && control.type !== "file";
    });
  }

  function isBox(control) { return control.type === "radio" || control.type === "checkbox"; }

  /* As the form sends them; `before`: as the page came. */
  function pairsOf(code, before) {
    return controlsOf(code).filter(function (control) {
      return !isBox(control) || (before ? control.defaultChecked : control.checked);
    }).map(function (control) {
      return [control.name, before && !isBox(control) ? control.defaultValue : control.value];
    });
  }

  function putBack(code, pairs) {
    controlsOf(code).forEach(function (control) {
      var texts = pairs.filter(function (pair) { return pair[0] === control.name; }).map(function (pair) { return pair[1]; });
      if (isBox(control)) { control.checked = texts.indexOf(control.value) >= 0; } else { control.value = texts[0] || ""; }
      if (control.closest("details") && (!isBox(control) || control.checked) && control.value) {
        control.closest("details").open = true;
      }
    });
    known[code] = JSON.stringify(pairsOf(code));
    percentIn(code);
  }

  function plain(element) { return element ? element.textContent.replace(/\s+/g, " ").trim() : ""; }

  /* What was answered, as people read it. */
  function shownOf(code) {
    var parts = {}, shown = [];
    controlsOf(code).forEach(function (control) {
      var text = control.value.trim(), unit = plain(document.getElementById(control.id + ":unit"));
      if (!text || control.name[0] === "c" || (isBox(control) && !control.checked)) { return; }
      parts[control.name.split(":")[2]] = text;
      shown.push(isBox(control) ? plain(control.closest("label")) : unit ? text + " " + unit : text);
    });
    if (parts.numerator && parts.denominator) { return Outbox.fill(words.out_of, parts); }
    return shown.join(", ") || words.nothing;
  }

  function textIn(name) { return form.elements[name] ? form.elements[name].value.trim() : ""; }

  /* ---- from the field to the device, and on ---- */

  function queue(code) {
    clearTimeout(timers[code]);
    var pairs = pairsOf(code), now = JSON.stringify(pairs), whole = fieldOf(code).querySelector("legend, .q");
    if (now === known[code]) { return null; }
    known[code] = now;
    var number = plain(whole.querySelector(".qn"));
    return Outbox.add({
      /* what is sent, where to */
      url: here, questionnaire: told.questionnaire, unit: told.unit, code: code, pairs: pairs, base: baseOf(code).value,
      because: textIn("because"), key: Outbox.uuid(),
      /* what is read in the outbox */
      at: Date.now(), title: told.title, district: told.district, number: number,
      text: plain(whole).slice(number.length).trim(), shown: shownOf(code), comment: textIn("c:" + code)
    }).catch(function () {
      keepable = false;
      write(words.full);
    });
  }

  function queueAll() { return keepable ? Promise.all(codes().map(queue)) : Promise.resolve(); }

  function typed(event) {
    var code = codeOf(event.target), done = event.type === "change";
    if (!code || !keepable || event.target.type === "file") { return; }
    touched[code] = true;
    percentIn(code);
    clearTimeout(timers[code]);
    timers[code] = setTimeout(function () { queue(code); }, done ? 0 : SOON);
    clearTimeout(sendTimer);
    sendTimer = setTimeout(function () {
      queueAll().then(function () { Outbox.send(); });
    }, done ? 50 : QUIET);
  }

  /* The reason for corrections has come: what waited for it goes. */
  function explained() {
    Outbox.mine().then(function (rows) {
      return Promise.all(rows.filter(function (row) { return isHere(row) && !row.tried; }).map(function (row) {
        return Outbox.add(Object.assign(row, { because: textIn("because"), why: null }));
      }));
    }).then(function () { Outbox.send(isHere); });
  }

  form.addEventListener("input", typed);
  form.addEventListener("change", function (event) {
    typed(event);
    if (event.target.name === "because") { explained(); }
  });
  document.addEventListener("visibilitychange", function () { if (document.hidden) { queueAll(); } });
  window.addEventListener("pagehide", queueAll);

  function isHere(row) {
    return row.questionnaire === told.questionnaire && row.unit === told.unit && Boolean(baseOf(row.code));
  }

  /* ---- what the portal answered ---- */

  function saved(row, reply) {
    var code = row.code;
    if (code in reply.numbers) { baseOf(code).value = reply.numbers[code]; }
    said = reply.said;
    document.getElementById("progress").textContent = reply.progress;
    showProblems(code, reply);
    if (reply.rivals.indexOf(code) >= 0) { showRivals(code); }
    remember(row, reply);
    window.Keeping.changed(reply.asked);
    bringUp(code, reply.opened);
  }

  /* Messages about this answer, and those of checks, which are between answers of the whole section. */
  function showProblems(code, reply) {
    var parts = reply.messages[code] || {};
    clear(code, ".err-t");
    codes().forEach(function (other) { clear(other, "[data-check]"); });
    Object.keys(parts).forEach(function (part) { showProblem(code, part, parts[part]); });
    reply.checks.forEach(function (check) {
      if (baseOf(check.code)) { showProblem(check.code, "", check.message).setAttribute("data-check", ""); }
    });
  }

  function clear(code, sort) {
    var field = fieldOf(code);
    each(field.querySelectorAll(sort), function (old) { old.remove(); });
    if (field.querySelector(".err-t")) { return; }
    field.classList.remove("err");
    each(field.querySelectorAll("[aria-invalid]"), function (control) { control.removeAttribute("aria-invalid"); });
  }

  function showProblem(code, part, text) {
    var field = fieldOf(code), name = part === "comment" ? "c:" + code : "a:" + code + (part ? ":" + part : "");
    var control = form.elements[name], made = document.createElement("p");
    /* Several of one name are a list. */
    control = control && (control.tagName ? control : control[0]);
    made.className = "err-t";
    made.id = name + ":error";
    made.textContent = text;
    if (part && control) {
      var before = control.closest(".unit, .opt") || control;
      before.parentNode.insertBefore(made, before);
    } else { insertAfter(made, field.querySelector(".reads") || field.querySelector("legend, .q")); }
    field.classList.add("err");
    if (control && control.id === name) {
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("aria-describedby", made.id + " " + (control.getAttribute("aria-describedby") || ""));
    }
    if (made.closest("details")) { made.closest("details").open = true; }
    return made;
  }

  function showRivals(code) {
    var made = window.Keeping.notice("wait", words.rivals + " "), choose = link(here, words.choose);
    choose.addEventListener("click", function (event) {
      event.preventDefault();
      queueAll().then(function () { location.assign(here); });
    });
    made.firstChild.appendChild(choose);
    mark(code, "data-rivals", made);
  }

  /* One line of each sort at the end of a question. */
  function mark(code, sort, made) {
    each(fieldOf(code).querySelectorAll("[" + sort + "]"), function (old) { old.remove(); });
    if (made) {
      made.setAttribute(sort, "");
      fieldOf(code).appendChild(made);
    }
  }

  /* Questions that this answer left out are hidden; those that it brought up are fetched and put in their place. */
  function bringUp(code, opened) {
    var all = presented().concat(hidden), asked = opened.concat(code);
    function isAsked(other) { return asked.indexOf(other) >= 0; }
    all.forEach(function (other) { fieldOf(other).hidden = !isAsked(other); });
    hidden = all.filter(function (other) { return !isAsked(other); });
    form.elements.presented.value = all.filter(isAsked).join(" ");
    if (opened.some(function (other) { return all.indexOf(other) < 0; })) { fetchFields(); }
  }

  function fetchFields() {
    fetch(here, { credentials: "same-origin" }).then(function (reply) { return reply.text(); }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html"), list = page.querySelector("#answers [name=presented]");
      var last = form.elements.presented, number = 0;
      list.value.split(" ").forEach(function (code) {
        var found = page.querySelector("#answers [name='b:" + code + "']") || page.getElementById("a:" + code);
        if (!baseOf(code) && !document.getElementById("a:" + code)) {
          insertAfter(document.importNode(found.closest(".field"), true), last);
          if (baseOf(code)) { begin(code); }
          number += 1;
        }
        last = fieldOf(code);
      });
      form.elements.presented.value = list.value;
      said += " " + Outbox.count(words.opened, number);
      write(said);
    }).catch(function () { /* the button that goes on shows them */ });
  }

  /* ---- the line that says how things stand ---- */

  function write(text, label, url) {
    line.textContent = text + (label ? " " : "");
    if (label) { line.appendChild(link(url, label)); }
  }

  function link(url, label) {
    var made = document.createElement("a");
    made.href = url;
    made.textContent = label;
    return made;
  }

  function showState(why, rows) {
    var mine = rows.filter(Outbox.isMine), own = mine.filter(isHere);
    var refused = own.filter(function (row) { return row.why; })[0];
    codes().forEach(function (code) {
      var row = own.filter(function (other) { return other.code === code; }).pop();
      mark(code, "data-waits", row && (why || row.why || since) ? hintOf(row) : null);
    });
    if (why === "signed_out" && mine.length) {
      write(Outbox.count(words[why], mine.length), words.sign_in, Outbox.signIn());
    } else if (why && mine.length) {
      write(Outbox.count(words[why], mine.length) + (Outbox.shared ? " " + words.shared : ""), words.outbox, outboxPage);
    } else if (refused) {
      write(Outbox.fill(words.refused, { why: refused.why.words }), words.outbox, outboxPage);
    } else { write(own.length ? words.saving : said); }
  }

  function hintOf(row) {
    var made = document.createElement("p");
    made.className = "hint";
    made.textContent = Outbox.fill(words.waits, { time: window.Keeping.time(row.at) });
    return made;
  }

  Outbox.on(function (what, about) {
    if (what === "state") { showState(about.state, about.rows); } else if (isHere(about.row)) { saved(about.row, about.reply); }
  });

  /* ---- a number out of another: what that is in per cent ---- */

  function percentIn(code) {
    var place = fieldOf(code).querySelector(".of"), output = place && place.querySelector("output");
    var part = numberIn("a:" + code + ":numerator"), whole = numberIn("a:" + code + ":denominator");
    if (part === null) { return; }
    if (!output) { output = place.appendChild(document.createElement("output")); }
    output.textContent = part <= whole && whole ? "= " + (Math.round(1000 * part / whole) / 1000).toLocaleString(
      told.language, { style: "percent", maximumFractionDigits: 1 }
    ) : "";
  }

  /* Null where there is no such field. */
  function numberIn(name) {
    var text = textIn(name).replace(/\s/g, "");
    return form.elements[name] ? (/^\d+$/.test(text) ? Number(text) : NaN) : null;
  }

  /* ---- the buttons ---- */

  form.addEventListener("click", function (event) { clicked = event.target.closest("button[name=go]") || clicked; });

  /* Answers first, one by one. With these on the portal the form goes its usual way, with what it holds besides; without
     a line the next page comes from memory. */
  form.addEventListener("submit", function (event) {
    if (!keepable) { return; }
    event.preventDefault();
    if (busy) { return; }
    var go = clicked ? clicked.value : "next";
    busy = true;
    clicked = null;
    clearTimeout(sendTimer);
    write(words.saving);
    queueAll().then(function () {
      return inTime(Outbox.send(isHere));
    }).then(function (why) {
      return why || (Date.now() - Outbox.reached < LATELY ? "" : inTime(Outbox.reach()));
    }).then(function (why) {
      return Outbox.mine().then(function (rows) {
        if (!why && !rows.some(isHere)) { return goOn(go); }
        busy = false;
        return why === "line" || why === "busy" ? withoutLine(go) : line.scrollIntoView({ block: "nearest" });
      });
    }).catch(function () { goOn(go); });
  });

  function inTime(work) {
    return Promise.race([work, new Promise(function (done) { setTimeout(function () { done("line"); }, ENOUGH); })]);
  }

  function goOn(go) {
    going = document.createElement("input");
    going.type = "hidden";
    going.name = "go";
    going.value = go;
    form.appendChild(going);
    form.elements.csrfmiddlewaretoken.value = Outbox.token() || form.elements.csrfmiddlewaretoken.value;
    form.submit();
  }

  /* Back from the page that followed: the form as it was left. */
  window.addEventListener("pageshow", function () {
    busy = false;
    if (going) { going.remove(); }
  });

  function withoutLine(go) {
    var target = told.go[go === "anyway" ? "next" : go];
    if (onlyOnline()) { return write(words.only_online); }
    return (window.caches && target ? caches.match(target) : Promise.resolve()).then(function (kept) {
      if (kept && !Outbox.shared) { location.assign(target); } else { write(words.stays, words.outbox, outboxPage); }
    });
  }

  /* What stands in the form beside the answers and their comments. */
  function onlyOnline() {
    return Array.prototype.some.call(form.elements, function (control) {
      if (control.type === "file") { return control.value; }
      return /^(reason|count|remove):/.test(control.name) &&
        (isBox(control) ? control.checked : control.value !== control.defaultValue);
    });
  }

  /* ---- what has arrived since a page was kept, so that its memory does not show older answers ---- */

  var turn = Promise.resolve();
  function memory(work) {
    if (!window.caches || Outbox.shared) { return Promise.resolve(); }
    turn = turn.then(function () { return caches.open("answering:" + Outbox.me + ":saved"); }).then(function (cache) {
      return cache.match(here + "saved").then(function (found) { return found ? found.json() : {}; }).then(function (all) {
        work(all);
        return cache.put(here + "saved", new Response(JSON.stringify(all)));
      });
    }).catch(function () { /* then the page shows what it has */ });
    return turn;
  }

  function remember(row, reply) {
    memory(function (all) { all[row.code] = { pairs: row.pairs, number: reply.numbers[row.code], at: Date.now() }; });
  }

  function recall() {
    return memory(function (all) {
      Object.keys(all).forEach(function (code) {
        if (!since || all[code].at < Date.parse(since)) { delete all[code]; } else if (baseOf(code) && !touched[code]) {
          putBack(code, all[code].pairs);
          baseOf(code).value = all[code].number;
        }
      });
    });
  }

  /* ---- beginning ---- */

  function begin(code) {
    known[code] = JSON.stringify(pairsOf(code, true));
    percentIn(code);
  }

  /* What waits is shown in its field again; what was typed before this script came is typed. */
  function start(home) {
    if (!home) {
      keepable = false;
      return write(words.unkept);
    }
    return recall().then(Outbox.mine).then(function (rows) {
      rows.filter(isHere).forEach(function (row) {
        if (!touched[row.code] && JSON.stringify(pairsOf(row.code)) === known[row.code]) { putBack(row.code, row.pairs); }
      });
      return queueAll();
    }).then(function () { return Outbox.send(isHere); });
  }

  form.elements.device.value = Outbox.device();
  line.className = "stay";
  form.appendChild(line);
  codes().forEach(begin);
  Outbox.opened.then(start);
}());
