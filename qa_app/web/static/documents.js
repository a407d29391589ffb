// Adding files: dropped as well as chosen, refused before they are sent where they are too large, with a bar while they are.
(() => {
  const form = document.querySelector("#upload");
  const files = form.querySelector("#files");
  const drop = form.querySelector("#drop");
  const bar = form.querySelector("#sent");
  const told = form.querySelector("#sent-words");
  const cannot = form.querySelector("#cannot");
  const button = form.querySelector("button.go");
  const megabytes = (bytes) => Math.round(bytes / 1048576).toLocaleString(document.documentElement.lang);
  // The page's own words, with values in their places.
  const words = (name, values = {}) => form.dataset[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

  const refusal = () => {
    const chosen = [...files.files];
    const total = chosen.reduce((sum, file) => sum + file.size, 0);
    const large = chosen.find((file) => file.size > Number(form.dataset.fileBytes));
    if (large) return words("large", { name: large.name, size: megabytes(large.size), most: megabytes(form.dataset.fileBytes) });
    if (total > Number(form.dataset.allBytes)) return words("together", { size: megabytes(total), most: megabytes(form.dataset.allBytes) });
    if (chosen.length > Number(form.dataset.files)) return words("many", { number: chosen.length, most: form.dataset.files });
    return "";
  };

  const say = (sentence) => {
    cannot.textContent = sentence;
    cannot.hidden = !sentence;
    return !sentence;
  };

  const isSending = (yes) => {
    form.querySelector("#sending").hidden = !yes;
    button.disabled = yes;
  };

  const send = () => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = event.loaded / event.total;
      told.textContent = event.loaded < event.total ? words("sending", { sent: megabytes(event.loaded), size: megabytes(event.total) }) : words("sent");
    });
    request.addEventListener("load", () => {
      if (request.status < 400) { location.assign(request.responseURL); return; }
      isSending(false);
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const reason = page.querySelector("#refused, main p");
      say(reason ? reason.textContent : words("refused", { status: request.status }));
    });
    request.addEventListener("error", () => {
      isSending(false);
      say(words("lost"));
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.send(new FormData(form));
    isSending(true);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (say(refusal())) send();
  });
  files.addEventListener("change", () => say(refusal()));
  for (const name of ["dragover", "dragenter"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (event.dataTransfer.files.length) {
      files.files = event.dataTransfer.files;
      say(refusal());
    }
  });
})();
