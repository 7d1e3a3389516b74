(() => {
  try {
    for (const story of document.querySelectorAll("article[data-edition]")) {
      const key = "brinkwatch seen " + story.dataset.story, now = story.dataset.edition;
      const [before, last] = (localStorage.getItem(key) || "|").split("|");
      if (last && Date.parse(now) < Date.parse(last)) continue;
      const since = last === now ? before : last;
      if (last !== now) localStorage.setItem(key, last + "|" + now);
      const seen = Date.parse(since);
      if (isNaN(seen)) continue;
      let fresh = 0;
      for (const item of story.querySelectorAll("[data-at]")) {
        if (!(Date.parse(item.dataset.at) > seen)) continue;
        const mark = document.createElement("b");
        mark.className = "badge";
        mark.textContent = "new";
        item.prepend(mark, " ");
        fresh += 1;
      }
      const line = story.querySelector(".since");
      if (line) {
        line.textContent = (fresh || "Nothing") + " new since the edition of " +
          new Date(seen).toLocaleString() + ", at which you last looked.";
        line.hidden = false;
      }
    }
  } catch { /* a page without storage is read without marks */ }
})();
