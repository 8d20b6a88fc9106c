### Resource
## Group
# Comment
hello = Hello, { $name }!
welcome = Welcome to { -brand }
    on this day.

    Second paragraph.
    .title = A title
    .placeholder = Type { "{" }here{ "}" }
-brand = mtkit
emails =
    { $n ->
        [0] No mail
        [one] You have one mail.
       *[other] You have { NUMBER($n) } mails.
    }
role = { $who ->
    [host] The host
   *[guest] A guest
} of { $place }
only-attribute =
    .label = Save
