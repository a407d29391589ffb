// Which documents are searched: chosen from a list that the server searches, and kept for this tab.
(() => {
  const KEY = "pincite-documents";
  const MOST = 50;
  const chosen = new Map(JSON.parse(sessionStorage.getItem(KEY) || "[]")); // id -> title
  let asked = 0;

  const keep = () => sessionStorage.setItem(KEY, JSON.stringify([...chosen]));
  window.pinciteDocuments = () => [...chosen.keys()];
  window.pinciteChoose = (ids) => {
    chosen.clear();
    ids.forEach((id) => chosen.set(id, id));
    keep();
  };

  const filled = (words, number) => words.replace("{number}", number.toLocaleString("en"));

  const say = (picker) => {
    Object.entries(JSON.parse(picker.dataset.titles)).forEach(([id, title]) => { if (chosen.has(id)) chosen.set(id, title); });
    const only = chosen.size === 1 ? [...chosen.values()][0] : null;
    const words = !chosen.size ? picker.dataset.all : only || filled(picker.dataset.some, chosen.size);
    const place = picker.querySelector(".pc-where-said");
    if (place.textContent !== words) place.textContent = words;
    picker.querySelector(".pc-where-everything").disabled = !chosen.size;
  };

  const line = (picker, id, title, about) => {
    const label = document.createElement("label");
    const box = document.createElement("input");
    const words = document.createElement("span");
    const aside = document.createElement("small");
    box.type = "checkbox";
    box.checked = chosen.has(id);
    box.addEventListener("change", () => {
      if (box.checked) chosen.set(id, title); else chosen.delete(id);
      keep();
      say(picker);
    });
    words.dir = "auto";
    words.textContent = title;
    aside.textContent = about;
    label.append(box, words, aside);
    const item = document.createElement("li");
    item.append(label);
    return item;
  };

  const list = async (picker) => {
    const turn = ++asked;
    const search = picker.querySelector(".pc-where-find").value.trim();
    const note = picker.querySelector(".pc-where-note");
    try {
      const address = `${picker.dataset.documents}?${new URLSearchParams({ search, limit: MOST })}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const found = await answer.json();
      if (turn !== asked) return; // something else has been typed since
      const kept = search ? [] : [...chosen].filter(([id]) => !found.documents.some((each) => each.document === id));
      found.documents.forEach((each) => { if (chosen.has(each.document)) chosen.set(each.document, each.title); });
      picker.querySelector("ul").replaceChildren(
        ...kept.map(([id, title]) => line(picker, id, title, "")),
        ...found.documents.map((each) => line(picker, each.document, each.title, each.date || "")),
      );
      const more = found.total - found.documents.length;
      note.textContent = more > 0 ? filled(picker.dataset.more, more) : found.total ? "" : picker.dataset.none;
      say(picker);
    } catch {
      if (turn === asked) note.textContent = picker.dataset.lost;
    }
  };

  const pickerOf = (event) => event.target instanceof Element && event.target.closest(".pc-where");
  document.addEventListener("toggle", (event) => {
    const picker = pickerOf(event);
    if (picker && picker.open) list(picker);
  }, true);
  document.addEventListener("input", (event) => {
    if (event.target.matches(".pc-where-find")) list(pickerOf(event));
  });
  document.addEventListener("click", (event) => {
    const picker = pickerOf(event);
    if (picker && event.target.closest(".pc-where-everything")) {
      chosen.clear();
      keep();
      say(picker);
      list(picker);
    }
    if (!picker) document.querySelectorAll(".pc-where[open]").forEach((open) => { open.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    const picker = event.key === "Escape" && pickerOf(event);
    if (picker && picker.open) {
      picker.open = false;
      picker.querySelector("summary").focus();
    }
  });
  new MutationObserver(() => document.querySelectorAll(".pc-where").forEach(say))
    .observe(document.documentElement, { childList: true, subtree: true });
})();
