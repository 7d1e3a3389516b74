// Keys and news. Everything works without this file.
"use strict";
(() => {
  const items = () => [...document.querySelectorAll("[data-item], details.s")].filter((e) => e.offsetParent !== null);
  const help = document.getElementById("help");
  let at = null;
  let going = false;

  const move = (step) => {
    const all = items();
    if (!all.length) return;
    const now = at ? all.indexOf(at) : -1;
    const next = all[Math.min(all.length - 1, Math.max(0, now < 0 ? (step > 0 ? 0 : all.length - 1) : now + step))];
    if (at) at.classList.remove("at");
    at = next;
    at.classList.add("at");
    at.scrollIntoView({ block: "nearest" });
    const target = at.querySelector("summary, a") || at;
    target.focus({ preventScroll: true });
  };

  const places = { e: "/", i: "/incidents", l: "/launches", t: "/tension", r: "/reports", s: "/sources" };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, select, textarea");
    if (typing) {
      if (event.key === "Escape") typing.blur();
      return;
    }
    if (going) {
      going = false;
      if (places[event.key]) location.assign(places[event.key]);
      return;
    }
    switch (event.key) {
      case "j": move(1); break;
      case "k": move(-1); break;
      case "o": {
        const details = at && (at.matches("details") ? at : at.querySelector("details"));
        if (details) details.open = !details.open;
        break;
      }
      case "g":
        going = true;
        setTimeout(() => { going = false; }, 1200);
        break;
      case "/":
        (document.getElementById("q") || document.getElementById("find")).focus();
        break;
      case "?":
        if (help.open) help.close(); else help.showModal();
        break;
      default: return;
    }
    event.preventDefault();
  });

  // A newer edition is announced, never put in the place of what is being read.
  const shown = document.body.dataset.edition;
  const news = document.getElementById("news");
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch("/api/editions?limit=1");
      const latest = answer.ok ? (await answer.json()).data[0] : null;
      if (latest && latest.id !== shown && news.hidden) {
        const link = document.createElement("a");
        link.href = "/";
        link.textContent = `A newer edition: ${latest.headline}`;
        news.replaceChildren(link);
        news.hidden = false;
      }
    } catch { /* the desk is away; the next look tells */ }
  };
  if (shown && !location.pathname.startsWith("/editions/")) setInterval(look, 60000);
})();
