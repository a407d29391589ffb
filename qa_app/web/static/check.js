// Checking with Ctrl+Enter and by dropping a file, and saying that it is under way: an article takes some seconds.
(() => {
  const form = document.querySelector("#ask");
  const button = form.querySelector(".go");
  const words = button.textContent;

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(button);
  });
  form.addEventListener("submit", () => {
    button.textContent = "Checking…";
    document.querySelector(".pc-status").textContent = "Checking…";
  });

  // A file is checked when it is dropped anywhere.
  const file = document.querySelector("#file");
  const brings = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  addEventListener("dragleave", () => document.body.classList.remove("dropping"));
  addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    document.body.classList.remove("dropping");
    file.files = event.dataTransfer.files;
    if (file.files.length) file.form.requestSubmit();
  });
  addEventListener("pageshow", () => { button.textContent = words; }); // also when one comes back to it
})();
