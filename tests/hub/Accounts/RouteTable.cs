using System.Globalization;
using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>What somebody of the neighbouring node is answered, who has the role but not there.</summary>
internal enum Elsewhere
{
    /// <summary>It is about nothing in particular: his own part of it.</summary>
    HisOwn,
    /// <summary>404, as for what is not there.</summary>
    Unknown,
    /// <summary>Refused in words that say no more than that he cannot have it.</summary>
    Refused,
    /// <summary>A form's answer leads back to a page, and nothing was done.</summary>
    Back,
}

/// <summary>One route, who may use it, and how it is asked about something of the own node.</summary>
internal sealed record Route(
    string Method, string Pattern, Access Access, Func<TwoNodes, Task<string>>? Address = null,
    Elsewhere Elsewhere = Elsewhere.HisOwn, Func<TwoNodes, string>? Body = null)
{
    internal string Name => $"{Method} {Pattern}";

    /// <summary>It goes on until whoever asked goes away.</summary>
    internal bool IsStream => Pattern.EndsWith("/live", StringComparison.Ordinal) || Pattern.EndsWith("/stream", StringComparison.Ordinal);

    internal bool IsForm => !Pattern.StartsWith("/api/", StringComparison.Ordinal);
}

/// <summary>Every route of the hub. One that is not in here fails the test that compares them.</summary>
internal static class RouteTable
{
    private const string Own = TwoNodes.Own;
    private static readonly Access Fleet = Access.To(Capability.SeeFleet), Presence = Access.To(Capability.SeePresence),
        Alerts = Access.To(Capability.HandleAlerts),
        Events = Access.To(Capability.SeeEvents), Sites = Access.To(Capability.EditSites), Nodes = Access.To(Capability.EditNodes),
        Enrol = Access.To(Capability.EnrolGates), Retire = Access.To(Capability.RetireGates),
        Identities = Access.To(Capability.SeeIdentities), Tell = Access.To(Capability.TellPeople),
        Audit = Access.To(Capability.SeeAudit);

    internal static string Soon => TimeProvider.System.GetUtcNow().AddHours(1).ToString("O", CultureInfo.InvariantCulture);

    internal static IReadOnlyList<Route> All { get; } =
    [
        .. Pages(),
        .. Forms(),
        .. Api(),
        .. Acts(),
        .. Updates(),
        .. Modes(),
        .. People(),
        .. Accounts(),
        .. Others(),
        .. GateRoutes.All(),
        .. Settings(),
        .. CommandRoutes.All(),
        .. SteeringRoutes.All(),
        .. PassRoutes.All(),
        .. RegistrationRoutes.All(),
        .. VenueRoutes.All(),
    ];

    private static IEnumerable<Route> Pages()
    {
        yield return new("GET", "/", Fleet);
        yield return new("GET", "/gates", Fleet);
        yield return new("GET", "/live", Fleet);
        yield return new("GET", "/offline", Fleet);
        yield return new("GET", "/alerts", Fleet);
        yield return new("GET", "/sites", Fleet);
        yield return new("GET", "/nodes", Fleet);
        yield return new("GET", "/enrol", Enrol);
        yield return new("GET", "/alerts/recipients", Tell);
        yield return new("GET", "/audit", Audit);
        yield return Of("GET", "/gates/{id}", Fleet, "/gates/" + TwoNodes.Lost(Own));
        foreach (var (act, access) in new[] { ("replace", Enrol), ("revoke", Retire), ("decommission", Retire) })
            yield return Of("GET", "/gates/{id}/" + act, access, $"/gates/{TwoNodes.There(Own)}/{act}");
        yield return Of("GET", "/sites/{code}", Fleet, "/sites/" + TwoNodes.Site(Own));
        yield return Of("GET", "/sites/{code}/muster", Presence, $"/sites/{TwoNodes.Site(Own)}/muster");
        yield return Of("GET", "/sites/{code}/edit", Sites, $"/sites/{TwoNodes.Site(Own)}/edit");
        yield return Of("GET", "/nodes/{code}", Fleet, "/nodes/" + Own);
        yield return new("GET", "/enrol/{id}", Enrol, At(world => "/enrol/" + world.Claim(Own)), Elsewhere.Unknown);
        yield return new("GET", "/enrol/{id}/state", Enrol, At(world => $"/enrol/{world.Claim(Own)}/state"), Elsewhere.Unknown);
        yield return new("GET", "/alerts/recipients/{name}/remove", Tell,
            async world => $"/alerts/recipients/{await world.RecipientAsync(Own)}/remove", Elsewhere.Back);
    }

    private static IEnumerable<Route> Forms()
    {
        foreach (var act in new[] { "acknowledge", "snooze", "wake" })
        {
            yield return new("POST", "/alerts/{id:long}/" + act, Alerts, At(world => $"/alerts/{world.Alert(Own)}/{act}"),
                Elsewhere.Back, static _ => "for=1h");
        }
        yield return new("POST", "/enrol", Enrol, null, Elsewhere.Refused, static _ => $"site={TwoNodes.Site(Own)}&plan=in");
        yield return new("POST", "/enrol/{id}/withdraw", Enrol, At(world => $"/enrol/{world.Claim(Own)}/withdraw"),
            Elsewhere.Unknown, static _ => "");
        foreach (var (act, access) in new[] { ("replace", Enrol), ("revoke", Retire), ("decommission", Retire) })
        {
            yield return new("POST", "/gates/{id}/" + act, access, At(_ => $"/gates/{TwoNodes.There(Own)}/{act}"),
                Elsewhere.Unknown, static _ => "why=test");
        }
        yield return new("POST", "/sites/{code}/edit", Sites, At(_ => $"/sites/{TwoNodes.Site(Own)}/edit"), Elsewhere.Unknown,
            static _ => $"name=New&kind=school&form=permanent&node={Own}&deployment=none");
        foreach (var (place, code) in new[] { ("sites", TwoNodes.Site(Own)), ("nodes", Own) })
        {
            yield return new("POST", $"/{place}/{{code}}/maintenance", Sites, At(_ => $"/{place}/{code}/maintenance"),
                Elsewhere.Unknown, static _ => "from=2030-01-01T08:00&until=2030-01-01T09:00&why=test");
            yield return new("POST", $"/{place}/{{code}}/maintenance/{{id:long}}/end", Sites,
                async world => $"/{place}/{code}/maintenance/{await world.WorkAsync(Own)}/end", Elsewhere.Back, static _ => "");
        }
        yield return new("POST", "/alerts/recipients", Tell, null, Elsewhere.Refused,
            static _ => $"name=new-duty&channel=webhook&address=http://127.0.0.1:9/x&node={Own}&language=en&least=warning&level=1");
        foreach (var act in new[] { "test", "remove" })
        {
            yield return new("POST", "/alerts/recipients/{name}/" + act, Tell,
                async world => $"/alerts/recipients/{await world.RecipientAsync(Own)}/{act}", Elsewhere.Back, static _ => "");
        }
        yield return new("POST", "/alerts/recipients/messages/{id:long}/again", Tell,
            At(_ => "/alerts/recipients/messages/1/again"), Elsewhere.Back, static _ => "");
    }

    private static IEnumerable<Route> Api()
    {
        foreach (var path in new[]
        {
            "gates", "gates/stream", "offline", "availability", "alerts", "alerts/stream", "sites", "sites/overdue",
            "sites/export", "nodes", "nodes/export", "levels", "maintenance",
        })
            yield return new("GET", "/api/v1/" + path, Fleet);
        yield return new("GET", "/api/v1/events", Events);
        yield return new("GET", "/api/v1/recipients", Tell);
        yield return new("GET", "/api/v1/notices", Tell);
        yield return new("GET", "/api/v1/settings/catalog", Access.To(Capability.SeeSettings));
        yield return new("GET", "/api/v1/settings/schema", Access.To(Capability.SeeSettings));
        yield return new("GET", "/api/v1/plans", Enrol);
        yield return new("GET", "/api/v1/plans/{name}", Enrol, At(_ => "/api/v1/plans/in"));
        yield return new("GET", "/api/v1/audit", Audit);
        yield return Of("GET", "/api/v1/gates/{id}/timeline", Fleet, $"/api/v1/gates/{TwoNodes.Lost(Own)}/timeline");
        yield return Of("GET", "/api/v1/gates/{id}/certificates", Identities, $"/api/v1/gates/{TwoNodes.Lost(Own)}/certificates");
        yield return Of("GET", "/api/v1/sites/{code}", Fleet, "/api/v1/sites/" + TwoNodes.Site(Own));
        yield return Of("GET", "/api/v1/sites/{code}/presence", Fleet, $"/api/v1/sites/{TwoNodes.Site(Own)}/presence");
        yield return Of("GET", "/api/v1/sites/{code}/muster", Presence, $"/api/v1/sites/{TwoNodes.Site(Own)}/muster");
        yield return Of("GET", "/api/v1/sites/{code}/visits", Presence, $"/api/v1/sites/{TwoNodes.Site(Own)}/visits");
        yield return Of("GET", "/api/v1/nodes/{code}", Fleet, "/api/v1/nodes/" + Own);
        yield return new("GET", "/api/v1/enrolment-codes/{id}", Enrol, At(world => "/api/v1/enrolment-codes/" + world.Claim(Own)),
            Elsewhere.Unknown);
    }

    private static IEnumerable<Route> Acts()
    {
        foreach (var (act, body) in new[] { ("acknowledge", "{}"), ("snooze", """{"for_s":60}"""), ("wake", "{}") })
        {
            yield return new("POST", "/api/v1/alerts/{id:long}/" + act, Alerts,
                At(world => $"/api/v1/alerts/{world.Alert(Own)}/{act}"), Elsewhere.Unknown, _ => body);
        }
        yield return new("PUT", "/api/v1/sites/{code}", Sites, At(_ => "/api/v1/sites/" + TwoNodes.Site(Own)), Elsewhere.Refused,
            static _ => $$"""{"name":"New","node":"{{Own}}"}""");
        yield return new("DELETE", "/api/v1/sites/{code}", Sites, At(_ => "/api/v1/sites/" + TwoNodes.Site(Own)), Elsewhere.Unknown);
        yield return new("POST", "/api/v1/sites/import", Sites, null, Elsewhere.Refused,
            static _ => $"code,name,node\n{TwoNodes.Site(Own)},Imported,{Own}\n");
        yield return new("PUT", "/api/v1/nodes/{code}", Nodes, At(_ => "/api/v1/nodes/" + Own), Elsewhere.Refused,
            static _ => """{"name_en":"New"}""");
        yield return new("POST", "/api/v1/nodes/import", Nodes, null, Elsewhere.Refused,
            static _ => $"code,name_en\n{Own},Imported\n");
        yield return new("PUT", "/api/v1/levels/{name}", Access.WholeHub(Capability.EditNodes), At(_ => "/api/v1/levels/commune"),
            Body: static _ => """{"rank":3,"vi":"Xã","en":"Commune"}""");
        yield return new("POST", "/api/v1/maintenance", Sites, null, Elsewhere.Unknown, static _ =>
            $$"""{"subject_kind":"site","subject":"{{TwoNodes.Site(Own)}}","until":"2027-01-01T00:00:00Z","why":"test"}""");
        yield return new("POST", "/api/v1/maintenance/{id:long}/end", Sites,
            async world => $"/api/v1/maintenance/{await world.WorkAsync(Own)}/end", Elsewhere.Unknown);
        yield return new("POST", "/api/v1/recipients", Tell, null, Elsewhere.Refused,
            static _ => $$"""{"name":"another-duty","address":"http://127.0.0.1:9/x","node":"{{Own}}"}""");
        yield return new("DELETE", "/api/v1/recipients/{name}", Tell,
            async world => "/api/v1/recipients/" + await world.RecipientAsync(Own), Elsewhere.Unknown);
        yield return new("POST", "/api/v1/recipients/{name}/test", Tell,
            async world => $"/api/v1/recipients/{await world.RecipientAsync(Own)}/test", Elsewhere.Unknown);
        yield return new("POST", "/api/v1/notices/{id:long}/again", Tell, At(_ => "/api/v1/notices/1/again"));
        yield return new("POST", "/api/v1/enrolment-codes", Enrol, null, Elsewhere.Unknown,
            static _ => $$"""{"site":"{{TwoNodes.Site(Own)}}","plan":"in"}""");
        yield return new("POST", "/api/v1/enrolment-bundles", Enrol, null, Elsewhere.Unknown,
            static _ => $$"""{"site":"{{TwoNodes.Site(Own)}}","plan":"in","count":2}""");
        yield return new("DELETE", "/api/v1/enrolment-codes/{id}", Enrol,
            At(world => "/api/v1/enrolment-codes/" + world.Claim(Own)), Elsewhere.Unknown);
        foreach (var (act, access, body) in new[]
        {
            ("replace", Enrol, "{}"), ("revoke", Retire, """{"why":"test"}"""), ("decommission", Retire, "{}"),
        })
        {
            yield return new("POST", "/api/v1/gates/{id}/" + act, access, At(_ => $"/api/v1/gates/{TwoNodes.There(Own)}/{act}"),
                Elsewhere.Unknown, _ => body);
        }
        yield return new("PUT", "/api/v1/plans/{name}", Access.WholeHub(Capability.EditPlans), At(_ => "/api/v1/plans/mine"),
            Body: static _ => "{}");
        yield return new("POST", "/api/v1/keys/rotate", Access.WholeHub(Capability.RotateKeys), Body: static _ => "{}");
    }

    /// <summary>Rollouts are about what the asker sees of them; packages are the whole hub's.</summary>
    private static IEnumerable<Route> Updates()
    {
        const string root = "/api/v1/updates";
        var (see, manage) = (Access.To(Capability.SeeUpdates), Access.To(Capability.ManageUpdates));
        yield return new("GET", root, see);
        yield return new("GET", root + "/packages", see);
        var hub = Access.WholeHub(Capability.ManageUpdates).Freshly;
        yield return new("GET", "/updates", see);
        yield return new("GET", "/updates/live", see);
        yield return new("GET", "/updates/{id:long}", see, At(_ => "/updates/1"));
        yield return new("GET", "/updates/start/{release:long}", manage.Freshly, At(_ => "/updates/start/1"));
        yield return new("POST", "/updates/start/{release:long}", manage.Freshly, At(_ => "/updates/start/1"), Body: static _ => "");
        foreach (var (act, access) in new[] { ("stop", manage), ("resume", manage.Freshly) })
        {
            yield return new("GET", "/updates/{id:long}/" + act, access, At(_ => "/updates/1/" + act));
            yield return new("POST", "/updates/{id:long}/" + act, access, At(_ => "/updates/1/" + act), Body: static _ => "");
        }
        yield return new("POST", root + "/packages", hub, Body: static _ => "no package");
        yield return new("DELETE", root + "/packages/{release:long}", hub,
            At(_ => root + "/packages/1"));
        yield return new("GET", root + "/rollouts", see);
        yield return new("POST", root + "/rollouts", manage.Freshly, Body: static _ => """{"release":1}""");
        yield return new("GET", root + "/rollouts/{id:long}", see, At(_ => root + "/rollouts/1"));
        yield return new("GET", root + "/rollouts/{id:long}/gates", see, At(_ => root + "/rollouts/1/gates"));
        yield return new("POST", root + "/rollouts/{id:long}/stop", manage, At(_ => root + "/rollouts/1/stop"));
        yield return new("POST", root + "/rollouts/{id:long}/resume", manage.Freshly, At(_ => root + "/rollouts/1/resume"));
    }

    /// <summary>Orders that last.</summary>
    private static IEnumerable<Route> Modes()
    {
        const string root = "/api/v1/modes";
        var (see, set) = (Access.To(Capability.SeeSettings), Access.To(Capability.SetModes).Freshly);
        yield return new("GET", root, see);
        yield return Of("GET", "/api/v1/gates/{id}/modes", see, $"/api/v1/gates/{TwoNodes.Lost(Own)}/modes");
        yield return new("POST", root, set, null, Elsewhere.Unknown, static _ =>
            $$"""{"scope":"site:{{TwoNodes.Site(Own)}}","mode":"lockdown","until":"{{Soon}}","why":"test"}""");
        yield return new("POST", root + "/{id}/end", set, async world => $"{root}/{await world.ModeAsync(Own)}/end",
            Elsewhere.Unknown);
    }

    /// <summary>Scopes that are not his do not exist for him; lists are of what he sees.</summary>
    private static IEnumerable<Route> Settings()
    {
        const string root = "/api/v1/settings", scope = root + "/scopes/{scope}";
        var (see, edit) = (Access.To(Capability.SeeSettings), Access.To(Capability.EditSettings));
        yield return new("GET", root, see);
        yield return new("GET", root + "/differing", see);
        yield return new("GET", "/api/v1/gates/{id}/settings", see,
            At(_ => $"/api/v1/gates/{TwoNodes.Lost(Own)}/settings"), Elsewhere.Unknown);
        foreach (var leaf in new[] { "", "/history" })
            yield return new("GET", scope + leaf, see, At(_ => $"{root}/scopes/site:{TwoNodes.Site(Own)}{leaf}"), Elsewhere.Unknown);
        foreach (var (act, access) in new[] { ("preview", edit), ("change", edit.Freshly), ("rollback", edit.Freshly) })
        {
            yield return new("POST", $"{scope}/{act}", access, At(_ => $"{root}/scopes/site:{TwoNodes.Site(Own)}/{act}"),
                Elsewhere.Unknown, _ => act == "rollback" ? """{"number":0}""" : """{"patch":{"Health":{"TooHot":80}},"title":"t"}""");
        }
        yield return new("GET", root + "/rollouts", see);
        yield return new("GET", root + "/rollouts/{id:long}", see, At(_ => root + "/rollouts/1"));
        yield return new("GET", root + "/rollouts/{id:long}/gates", see, At(_ => root + "/rollouts/1/gates"));
        yield return new("POST", root + "/rollouts/{id:long}/stop", edit, At(_ => root + "/rollouts/1/stop"));
        yield return new("POST", root + "/rollouts/{id:long}/resume", edit.Freshly, At(_ => root + "/rollouts/1/resume"));
    }

    /// <summary>Who may manage people; whom, is tried where people are.</summary>
    private static IEnumerable<Route> People()
    {
        var manage = Access.To(Capability.ManagePeople);
        yield return new("GET", "/people", manage);
        yield return new("GET", "/people/invite", manage.Freshly);
        yield return new("POST", "/people/invite", manage.Freshly, Body: static _ => "");
        yield return new("GET", "/people/{id:long}", manage, At(_ => "/people/999"));
        foreach (var act in new[] { "roles", "roles/take" })
            yield return new("POST", "/people/{id:long}/" + act, manage.Freshly, At(_ => "/people/999/" + act), Body: static _ => "role=viewer");
        yield return new("POST", "/people/{id:long}/sessions/end", manage, At(_ => "/people/999/sessions/end"), Body: static _ => "");
        foreach (var act in new[] { "remove", "reset" })
        {
            yield return new("GET", "/people/{id:long}/" + act, manage.Freshly, At(_ => "/people/999/" + act));
            yield return new("POST", "/people/{id:long}/" + act, manage.Freshly, At(_ => "/people/999/" + act), Body: static _ => "");
        }
        const string root = "/api/v1/people", one = root + "/{name}", none = root + "/nguoi-la";
        yield return new("GET", root, manage);
        yield return new("GET", one, manage, At(_ => none));
        yield return new("POST", root, manage.Freshly, Body: static _ => "{}");
        yield return new("POST", root + "/setup", Access.Local.Freshly, Body: static _ => "{}");
        yield return new("POST", one + "/reset", manage.Freshly, At(_ => none + "/reset"), Body: static _ => "{}");
        yield return new("POST", one + "/roles", manage.Freshly, At(_ => none + "/roles"), Body: static _ => "{}");
        yield return new("DELETE", one + "/roles/{role}", manage.Freshly, At(_ => none + "/roles/viewer"));
        yield return new("DELETE", one + "/sessions", manage.Freshly, At(_ => none + "/sessions"));
        yield return new("DELETE", one, manage.Freshly, At(_ => none));
    }

    /// <summary>Signing in, and one's own account.</summary>
    private static IEnumerable<Route> Accounts()
    {
        foreach (var path in new[] { "/sign-in", "/sign-in/second" })
        {
            yield return new("GET", path, Access.Open);
            yield return new("POST", path, Access.Open, Body: static _ => "");
        }
        foreach (var path in new[] { "/sign-in/passkey/options", "/sign-in/passkey", "/sign-out" })
            yield return new("POST", path, Access.Open, Body: static _ => "");
        foreach (var path in new[] { "/sign-in/provider", "/sign-in/provider/done" })
            yield return new("GET", path, Access.Open);
        foreach (var path in new[] { "/setup", "/open" })
        {
            yield return new("GET", path + "/{token}", Access.Open, At(_ => path + "/none"));
            yield return new("POST", path + "/{token}", Access.Open, At(_ => path + "/none"), Body: static _ => "");
        }
        yield return new("GET", "/setup/{token}/provider", Access.Open, At(_ => "/setup/none/provider"));
        // Whoever has not set up his second factor yet is nobody but there.
        yield return new("GET", "/account/second-factor", Access.Open);
        foreach (var path in new[] { "second-factor", "passkeys/options", "passkeys" })
            yield return new("POST", "/account/" + path, Access.Open, Body: static _ => "");
        yield return new("POST", "/account/passkeys/{id}/remove", Access.SignedIn.Freshly, At(_ => "/account/passkeys/1/remove"),
            Body: static _ => "");
        foreach (var path in new[] { "recovery-codes", "provider", "provider/unlink" })
            yield return new("POST", "/account/" + path, Access.SignedIn.Freshly, Body: static _ => "");
        yield return new("GET", "/account", Access.SignedIn);
        foreach (var path in new[] { "password", "sessions/end-others", "prove", "prove/passkey/options", "prove/passkey" })
            yield return new("POST", "/account/" + path, Access.SignedIn, Body: static _ => "");
        yield return new("POST", "/account/sessions/{number:long}/end", Access.SignedIn, At(_ => "/account/sessions/1/end"),
            Body: static _ => "");
        yield return new("GET", "/account/prove", Access.SignedIn);
        yield return new("GET", "/tokens", Access.SignedIn);
        yield return new("POST", "/tokens", Access.SignedIn.Freshly, Body: static _ => "");
        yield return new("GET", "/tokens/{id:long}/withdraw", Access.SignedIn.Freshly, At(_ => "/tokens/999/withdraw"));
        yield return new("POST", "/tokens/{id:long}/withdraw", Access.SignedIn.Freshly, At(_ => "/tokens/999/withdraw"), Body: static _ => "");
        yield return new("GET", "/api/v1/session", Access.SignedIn);
        yield return new("POST", "/api/v1/session/link", Access.Local.Freshly, Body: static _ => "{}");
        yield return new("GET", "/api/v1/tokens", Access.SignedIn);
        yield return new("POST", "/api/v1/tokens", Access.SignedIn.Freshly, Body: static _ => "{}");
        yield return new("DELETE", "/api/v1/tokens/{name}", Access.SignedIn.Freshly, At(_ => "/api/v1/tokens/khong-co"));
    }

    private static IEnumerable<Route> Others()
    {
        foreach (var asset in new[] { "checkin.css", "checkin.js", "enrol.js", "passkey.js", "print.js", "visitor.css", "pass.js", "qr.js" })
            yield return new("GET", "/assets/" + asset, Access.Open);
        yield return new("GET", "/healthz", Access.Open);
        yield return new("GET", "/mqtt", Access.Open);
        yield return new("GET", "/metrics", Access.WholeHub(Capability.SeeFleet));
        yield return new("GET", "/asyncapi/v1.json", Access.SignedIn);
        yield return new("GET", "/openapi/{documentName}.json", Access.SignedIn, At(_ => "/openapi/v1.json"));
        yield return new("POST", "/api/v1/enrolment/{id}", Access.Gates);
        yield return new("POST", "/api/v1/gate/certificate", Access.Gates);
        yield return new("GET", "/api/v1/gate/provision", Access.Gates);
        yield return new("POST", "/api/v1/gate/wiped", Access.Gates);
        yield return new("GET", "/api/v1/gate/updates/{sha256}", Access.Gates);
        yield return new("POST", "/api/v1/gate/update", Access.Gates);
    }

    private static Route Of(string method, string pattern, Access access, string address) =>
        new(method, pattern, access, At(_ => address), Elsewhere.Unknown);

    private static Func<TwoNodes, Task<string>> At(Func<TwoNodes, string> address) => world => Task.FromResult(address(world));
}
