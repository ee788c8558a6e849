using CheckIn.Browser.Tests.Fleet;

namespace CheckIn.Browser.Tests.Screenshots;

/// <summary>Pages of invitations, and those that visitors see.</summary>
internal static class VisitorList
{
    internal static IReadOnlyList<ListedPage> All { get; } =
    [
        new("invitations", "/invitations"),
        new("invitation-where", "/invitations/new"),
        new("invitation-new", $"/invitations/new?scope=site:{SyntheticPlaces.Site}"),
        new("invitation-new-wrong", $"/invitations/new?scope=site:{SyntheticPlaces.Site}", Act: """
            const form = document.querySelector("main form");
            form.noValidate = true; form.people.value = "0"; form.requestSubmit();
            """),
        new("invitation-link", $"/invitations/new?scope=site:{SyntheticPlaces.Site}", Act: """
            const form = document.querySelector("main form");
            form.until.value = new Date(Date.now() + 60 * 864e5).toISOString().slice(0, 10); form.people.value = "40"; form.requestSubmit();
            """),
        new("invitation", "/invitations/{invitation}"),
        new("visit", "{link}", Visitor.Nobody),
        new("visit-wrong", "{link}", Visitor.Nobody, """
            const form = document.querySelector("main form");
            form.noValidate = true; document.querySelector("#name").value = "?"; document.querySelector("#phone").value = "12"; form.requestSubmit();
            """),
        new("visit-gone", "/visit/000000000000000000000000", Visitor.Nobody),
        new("declare", $"/declare/{SyntheticPlaces.Site}", Visitor.Nobody),
        new("visitor-pass-none", "{pass-none}", Visitor.Nobody),
        new("visitor-pass-picture", "{pass-picture}", Visitor.Nobody),
        new("visitor-pass-phone", "{pass-phone}", Visitor.Nobody),
        new("visitor-pass-gone", "{pass-gone}", Visitor.Nobody),
        new("visitor-change", "{pass-none}/change", Visitor.Nobody),
    ];
}
