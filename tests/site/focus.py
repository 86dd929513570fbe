"""Where Tab stops on a page, and whether a reader sees that they are there."""

LOOKS = """(stop) => {
  // The ring may be drawn on the element, on what stands before or after it, on its parent or on a child.
  const styles = [stop, stop.parentElement, ...stop.children].map((e) => getComputedStyle(e));
  styles.push(getComputedStyle(stop, "::before"), getComputedStyle(stop, "::after"));
  return styles.map((s) => (parseFloat(s.outlineWidth) > 0 && s.outlineStyle !== "none" ? s.outline : "") + s.boxShadow).join();
}"""
STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }))
  .filter((e) => {
    if (e.type !== "radio") return true;
    const group = [...(e.form ?? document).querySelectorAll(`input[type=radio][name="${e.name}"]`)];
    return e === (group.find((one) => one.checked) ?? group[0]);
  })"""
"""All that Tab comes to, in the order of the page: of a group of radio buttons one."""

LOOK_FOR_FAULTS = f"""() => {{
  const looks = {LOOKS}, faults = [];
  for (const stop of ({STOPS})()) {{
    const blame = (what) => faults.push(`${{what}}: ${{stop.outerHTML.slice(0, 200)}}`);
    document.activeElement.blur();
    const before = looks(stop);
    stop.focus({{ preventScroll: true, focusVisible: true }});
    if (document.activeElement !== stop) blame("takes no focus");
    if (looks(stop) === before) blame("looks as it did without focus");
    if (stop.tabIndex > 0) blame("is not in the order of the page");
    const tab = new KeyboardEvent("keydown", {{ key: "Tab", bubbles: true, cancelable: true }});
    if (!stop.dispatchEvent(tab)) blame("lets nobody go on");
  }}
  return faults;
}}"""
"""Stop everywhere without a key, in the blink of an eye; return what a reader with a keyboard would complain of."""
