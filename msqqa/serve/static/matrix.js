"use strict";
// The matrix's page names the citation of an opened cell; served here, the name becomes a link to the source.
const named = document.getElementById("citation");
new MutationObserver(() => {
  const id = named.textContent;
  if (!id || named.firstElementChild) return;
  const link = document.createElement("a");
  link.href = `/source?citation=${encodeURIComponent(id)}`;
  link.textContent = id;
  named.replaceChildren(link);
}).observe(named, { childList: true });
