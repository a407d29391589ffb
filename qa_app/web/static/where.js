// Which documents are searched: chosen from a list that the server searches, and kept for this tab.
(() => {
  const KEY = "pincite-documents";
  const MOST = 50;
  const read = () => { try { return JSON.parse(sessionStorage.getItem(KEY)) || []; } catch { return []; } };
  const picker = document.querySelector(".pc-where");
  const chosen = new Map(read()); // id -> title
  window.pinciteDocuments = () => [...chosen.keys()];

  // What a link or a form that was sent without this script has chosen takes the place of what this tab had.
  const link = new URLSearchParams(location.search);
  if (link.has("document") || link.has("q")) chosen.clear();
  link.getAll("document").forEach((id) => chosen.set(id, id));

  const keep = () => { try { sessionStorage.setItem(KEY, JSON.stringify([...chosen])); } catch { /* for this page alone */ } };
  keep();
  if (!picker) return;

  const note = picker.querySelector(".pc-where-note");
  const filled = (words, number) => words.replace("{number}", number.toLocaleString("en"));
  const say = () => {
    const only = chosen.size === 1 ? [...chosen.values()][0] : null;
    picker.querySelector(".pc-where-said").textContent = !chosen.size ? picker.dataset.all : only || filled(picker.dataset.some, chosen.size);
    picker.querySelector(".pc-where-everything").disabled = !chosen.size;
  };
  const listed = () => [...picker.querySelectorAll("li")].map((item) => [item.querySelector("input"), item.querySelector("span").textContent]);

  const line = (id, title, about) => {
    const [item, label, box, words, aside] = ["li", "label", "input", "span", "small"].map((name) => document.createElement(name));
    Object.assign(box, { type: "checkbox", name: "document", value: id, checked: chosen.has(id) });
    words.dir = "auto";
    words.textContent = title;
    aside.textContent = about;
    label.append(box, words, aside);
    item.append(label);
    return item;
  };

  let asked = 0;
  const list = async () => {
    const turn = ++asked;
    const search = picker.querySelector(".pc-where-find").value.trim();
    try {
      const answer = await fetch(`${picker.dataset.documents}?${new URLSearchParams({ search, limit: MOST })}`);
      if (!answer.ok) throw new Error(answer.status);
      const found = await answer.json();
      if (turn !== asked) return; // something else has been typed since
      const kept = search ? [] : [...chosen].filter(([id]) => !found.documents.some((each) => each.document === id));
      picker.querySelector("ul").replaceChildren(
        ...kept.map(([id, title]) => line(id, title, "")),
        ...found.documents.map((each) => line(each.document, each.title, each.date || "")),
      );
      const more = found.total - found.documents.length;
      note.textContent = more > 0 ? filled(picker.dataset.more, more) : found.total ? "" : picker.dataset.none;
    } catch {
      if (turn === asked) note.textContent = picker.dataset.lost;
    }
  };

  picker.addEventListener("change", (event) => {
    const { value, checked } = event.target;
    const title = listed().find(([box]) => box === event.target)?.[1];
    if (title === undefined) return;
    if (checked) chosen.set(value, title); else chosen.delete(value);
    keep();
    say();
  });
  picker.addEventListener("input", (event) => { if (event.target.matches(".pc-where-find")) list(); });
  picker.querySelector(".pc-where-everything").addEventListener("click", () => {
    chosen.clear();
    listed().forEach(([box]) => { box.checked = false; });
    keep();
    say();
  });
  document.addEventListener("click", (event) => { if (!picker.contains(event.target)) picker.open = false; });
  picker.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    picker.open = false;
    picker.querySelector("summary").focus();
  });

  picker.classList.add("searched"); // the list can be searched from now on
  listed().forEach(([box, title]) => {
    box.checked = chosen.has(box.value);
    if (box.checked) chosen.set(box.value, title);
  });
  say();
})();
