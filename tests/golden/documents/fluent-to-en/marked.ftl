emails = { $n ->
   [one] ⟨편지 { $n }통⟩
   *[other] ⟨편지 { $n }통⟩
}
