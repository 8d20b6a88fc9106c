### Resource
## Group
# Comment
hello = ⟨Hello, { $name }!⟩
welcome = ⟨Welcome to { -brand } on this day.

    Second paragraph.⟩
    .title = ⟨A title⟩
    .placeholder = ⟨Type { "{" }here{ "}" }⟩
-brand = mtkit
emails =
    { $n ->
        [0] ⟨No mail⟩
       *[other] ⟨You have { NUMBER($n) } mails.⟩
    }
role = { $who ->
    [host] ⟨The host of { $place }⟩
   *[guest] ⟨A guest of { $place }⟩
}
only-attribute =
    .label = ⟨Save⟩
