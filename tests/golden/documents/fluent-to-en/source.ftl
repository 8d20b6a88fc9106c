emails = { $n ->
   *[other] 편지 { $n }통
}
