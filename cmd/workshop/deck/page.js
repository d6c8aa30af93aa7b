// The page's behaviour. It keeps one number, the slide being shown, and shows it: on
// the screen, in the address behind the "#", and in the speaker's window.
"use strict";
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const notes = [...document.querySelectorAll(".note")];
  const root = document.documentElement;
  const query = new URLSearchParams(location.search);
  const phone = matchMedia("(max-width: 700px), (max-height: 430px)");
  const width = 1280, height = 720; // of a slide, as in the style
  let now = 0;

  // ---- showing ----

  function show(index) {
    now = Math.max(0, Math.min(slides.length - 1, index));
    slides.forEach((slide, i) => {
      slide.classList.toggle("now", i === now);
      slide.classList.toggle("next", i === now + 1);
      notes[i].classList.toggle("now", i === now);
    });
    root.classList.toggle("at-end", now === slides.length - 1);
    document.getElementById("place").textContent = `${now + 1} / ${slides.length}`;
    // Replaced, not added: the browser's Back leaves the deck at once.
    history.replaceState(null, "", `#${now + 1}`);
    scrollTo(0, 0);
    place();
  }

  // move is show for the reader's own wish, of which the other window is told.
  function move(index) {
    show(index);
    tell();
  }

  function fromAddress() {
    return (Number.parseInt(location.hash.slice(1), 10) || 1) - 1;
  }

  // place scales the slides that can be seen into their share of the window.
  function place() {
    const speaker = root.classList.contains("speaker");
    slides.forEach((slide, i) => {
      if (phone.matches) {
        slide.style.transform = "";
      } else if (speaker && i === now + 1) {
        fitInto(slide, innerWidth * 0.015, innerHeight * 0.67, innerWidth * 0.3, innerHeight * 0.3);
      } else if (speaker) {
        fitInto(slide, innerWidth * 0.015, innerHeight * 0.02, innerWidth * 0.57, innerHeight * 0.62);
      } else {
        fitInto(slide, 0, 0, innerWidth, innerHeight);
      }
    });
  }

  function fitInto(slide, x, y, w, h) {
    const scale = Math.min(w / width, h / height);
    const left = x + (w - width * scale) / 2, top = y + (h - height * scale) / 2;
    slide.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
  }

  // shrinkCode takes a slide's code down, a pixel at a time, until it fits, but not to
  // where the last row cannot read it. What is too long even so has its commands wrapped.
  // A test finds the slide that still does not fit.
  function shrinkCode(slide) {
    const largest = 26, smallest = 16;
    const blocks = [...slide.querySelectorAll("pre")];
    const body = slide.querySelector(".body");
    const tooBig = () => body.scrollHeight > body.clientHeight || blocks.some((b) => b.scrollWidth > b.clientWidth);
    for (const wrapped of [false, true]) {
      blocks.forEach((b) => b.classList.toggle("wrapped", wrapped));
      for (let size = largest; size >= smallest && blocks.length > 0; size--) {
        blocks.forEach((b) => { b.style.fontSize = `${size}px`; });
        if (!tooBig()) return;
      }
    }
  }

  function shrinkAll() {
    for (const slide of slides) {
      slide.querySelectorAll("pre").forEach((b) => {
        b.style.fontSize = "";
        b.classList.remove("wrapped");
      });
      if (!phone.matches) shrinkCode(slide);
    }
  }

  // ---- the speaker's window ----

  // Two windows of one page know each other by window.opener, which works from a file
  // too. A page that came from a server also has a channel, which survives a reload.
  // A message is the number of a slide and can do no more harm than a key press.
  const channel = location.protocol === "file:" ? null : new BroadcastChannel(`slides ${location.pathname}`);
  let partner = window.opener;

  function tell() {
    const message = { slide: now };
    if (partner && !partner.closed) partner.postMessage(message, "*");
    if (channel) channel.postMessage(message);
  }

  function listen(event) {
    if (!event.data || !Number.isInteger(event.data.slide)) return;
    if (event.source) partner = event.source; // after a reload, this is how we find each other again
    show(event.data.slide);
  }

  function speaker() {
    if (root.classList.contains("speaker")) {
      if (query.get("view") === "speaker") close();
      else split(false);
      return;
    }
    partner = open(`?view=speaker#${now + 1}`, "", "width=1280,height=800");
    if (!partner) split(true); // pop-ups are blocked: both in this window
  }

  function split(on) {
    root.classList.toggle("speaker", on);
    if (on) started = started || Date.now();
    place();
  }

  let started = 0;

  function tick() {
    const seconds = started ? Math.floor((Date.now() - started) / 1000) : 0;
    document.getElementById("elapsed").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    document.getElementById("time").textContent = new Date().toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit" });
  }

  // ---- keys, buttons, fingers ----

  const help = document.getElementById("keys");
  const actions = {
    ArrowRight: () => move(now + 1),
    PageDown: () => move(now + 1),
    " ": () => move(now + 1),
    ArrowLeft: () => move(now - 1),
    PageUp: () => move(now - 1),
    Home: () => move(0),
    End: () => move(slides.length - 1),
    f: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
    s: speaker,
    r: () => { started = Date.now(); tick(); },
    p: () => print(),
    "?": () => (help.open ? help.close() : help.showModal()),
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Space presses the button that has the focus, as everywhere.
    if (event.key === " " && event.target instanceof HTMLButtonElement) return;
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  document.querySelectorAll("button[data-key]").forEach((button) => {
    button.addEventListener("click", () => actions[button.dataset.key]());
  });

  // A swipe is long and flat; one that begins in code wider than the screen scrolls it.
  let touch = null;
  addEventListener("touchstart", (event) => {
    const wide = event.target.closest("pre, table, .body");
    touch = wide && wide.scrollWidth > wide.clientWidth ? null : event.changedTouches[0];
  }, { passive: true });
  addEventListener("touchend", (event) => {
    if (!touch) return;
    const dx = event.changedTouches[0].clientX - touch.clientX;
    const dy = event.changedTouches[0].clientY - touch.clientY;
    if (Math.abs(dx) > 50 && Math.abs(dx) > 2 * Math.abs(dy)) move(now + (dx < 0 ? 1 : -1));
  }, { passive: true });

  // ---- start ----

  root.classList.add("scripted");
  root.classList.toggle("with-notes", query.get("notes") === "1");
  addEventListener("message", listen);
  if (channel) channel.onmessage = listen;
  addEventListener("hashchange", () => move(fromAddress()));
  addEventListener("resize", place);
  phone.addEventListener("change", () => { shrinkAll(); place(); });
  setInterval(tick, 500);
  if (query.get("view") === "speaker") split(true);
  shrinkAll();
  show(fromAddress());
  tick();
})();
