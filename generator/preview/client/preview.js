// Keeps an open page as it is on disk: reloads it, swaps its style sheets, shows what is wrong with the archive.
// Loaded by the preview only; it is no part of a published site.
(() => {
  "use strict";
  const { version, token, run } = document.currentScript.dataset;
  let seen = Number(document.currentScript.dataset.seen);
  const SOONEST = 200, LATEST = 5000; // milliseconds between two tries to connect
  let wait = SOONEST, socket = null, timer = 0;

  const PLACE = "pressmark-preview-place";
  const remember = (path) => sessionStorage.setItem(PLACE, JSON.stringify([path, scrollX, scrollY]));
  const reload = () => { remember(location.pathname); location.reload(); };
  const go = (to) => { remember(to); location.replace(to + location.hash); };

  // Where the reader was, once the page is as long as it was.
  const restore = () => {
    const [path, x, y] = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
    sessionStorage.removeItem(PLACE);
    if (path === location.pathname && (x || y)) scrollTo({ left: x, top: y, behavior: "instant" });
  };

  const pathOf = (url) => new URL(url, location.href).pathname;

  // A style sheet takes its place only when it is loaded, so that the page is never without one; of those that are on
  // their way, the last counts.
  const swapStyle = ([current, ...waiting]) => {
    waiting.forEach((link) => link.remove());
    const next = current.cloneNode();
    next.href = `${pathOf(current.href)}?seen=${seen}`;
    next.addEventListener("load", () => current.remove());
    next.addEventListener("error", () => next.remove());
    current.after(next);
  };

  const names = (sheet, name) => [...sheet.cssRules].some((rule) =>
    rule.cssText.includes(name) || rule.cssText.includes(decodeURI(name)) ||
    (rule.styleSheet && names(rule.styleSheet, name)));
  const inStyles = (name) => [...document.styleSheets].some((sheet) => names(sheet, name));

  const refresh = (urls) => {
    for (const url of urls) {
      const path = pathOf(url);
      const uses = (selector, attribute) =>
        [...document.querySelectorAll(selector)].filter((one) => pathOf(one[attribute]) === path);
      const links = uses('link[rel="stylesheet"]', "href");
      const images = uses("img[src]", "src");
      if (links.length) swapStyle(links);
      if (uses("script[src]", "src").length) return reload(); // what it has done cannot be undone
      images.forEach((image) => { image.src = `${path}?seen=${seen}`; });
      uses('link[rel~="icon"]', "href").forEach((icon) => { icon.href = `${path}?seen=${seen}`; });
      if (!links.length && inStyles(path.split("/").pop())) return reload(); // one that a style sheet loads
    }
  };

  // What is wrong, in a shadow root so that the theme's styles and these do not meet.
  const element = (name, text, kind) => Object.assign(document.createElement(name), { textContent: text, className: kind ?? "" });

  // The line, with a mark on the character that the problem begins at.
  const source = ({ text, at }) => {
    const line = element("pre", "", "source");
    const letters = [...text];
    if (at === null) line.append(text);
    else line.append(letters.slice(0, at).join(""), element("mark", letters[at]), letters.slice(at + 1).join(""));
    return line;
  };

  const placeOf = ({ path, line, column }) => (line ? `${path}:${line}:${column}` : path);

  const item = (problem) => {
    const entry = document.createElement("li");
    const message = element("p", problem.message, "message");
    message.append(" ", element("span", `[${problem.code}]`, "code"));
    entry.append(element("code", placeOf(problem), "place"), message);
    if (problem.text) entry.append(source(problem));
    if (problem.hint) entry.append(element("p", problem.hint, "hint"));
    return entry;
  };

  const hide = () => {
    document.querySelector("pressmark-problems")?.remove();
    document.documentElement.style.paddingBlockEnd = "";
  };

  // A page that is shown in place of another says by itself what is wrong with it.
  const isSaid = (problem) => document.body.classList.contains("plain") &&
    document.body.textContent.includes(placeOf(problem));

  const show = (all, more) => {
    hide();
    const problems = all.filter((problem) => !isSaid(problem));
    if (!problems.length) return;
    const host = document.createElement("pressmark-problems");
    const root = host.attachShadow({ mode: "open" });
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/__pressmark__/overlay.css" });
    const panel = element("section", "", "problems");
    panel.setAttribute("role", "alert");
    panel.setAttribute("aria-label", "Problems in the archive");
    const close = element("button", "Hide", "hide");
    close.type = "button";
    close.addEventListener("click", hide);
    const head = document.createElement("header");
    head.append(element("strong", problems.length + more === 1 ? "1 problem" : `${problems.length + more} problems`),
      element("span", "This page is as it was before.", "note"), close);
    const list = document.createElement("ol");
    list.append(...problems.map(item));
    panel.append(head, list);
    if (more) panel.append(element("p", `… and ${more} more; pressmark check says all.`, "more"));
    root.append(style, panel);
    document.documentElement.append(host);
    // The foot of the page can be reached above it.
    style.addEventListener("load", () => {
      if (host.isConnected) document.documentElement.style.paddingBlockEnd = `${panel.offsetHeight}px`;
    });
  };

  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });

  const heard = (message) => {
    if (message.seen) seen = message.seen;
    if (message.kind === "reload") reload();
    else if (message.kind === "go") go(message.to);
    else if (message.kind === "files") refresh(message.files);
    else if (message.kind === "problems") show(message.problems, message.more);
  };

  // Another run of the preview has another token, which only its own pages know.
  const askAgain = async () => {
    try {
      const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
      if (answer.headers.get("Pressmark-Run") !== run) return reload();
    } catch { /* not there: it may come back */ }
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, LATEST);
  };

  const connect = () => {
    clearTimeout(timer);
    if (socket && socket.readyState <= WebSocket.OPEN) return;
    socket = new WebSocket(`ws://${location.host}/__pressmark__/socket?token=${token}`);
    socket.addEventListener("open", () => {
      wait = SOONEST;
      socket.send(JSON.stringify({ path: location.pathname, version, seen }));
    });
    socket.addEventListener("message", (event) => heard(JSON.parse(event.data)));
    socket.addEventListener("close", askAgain);
  };

  const wake = () => { if (document.visibilityState === "visible") { wait = SOONEST; connect(); } };
  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", wake);
  addEventListener("online", wake);
  if (document.readyState === "complete") restore(); else addEventListener("load", restore);
  connect();
})();
