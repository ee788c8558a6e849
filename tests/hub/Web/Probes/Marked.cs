using System.Buffers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Enrolment;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Tests.Ingest;

namespace CheckIn.Hub.Tests.Web.Probes;

/// <summary>
/// Text that would run in a page that shows it as it is, in every field that somebody outside the hub can fill: by the
/// API, by a gate's messages, by its enrolment. Each bears the name of its field, so that it can be told which of them
/// were shown.
/// </summary>
internal static class Marked
{
    /// <summary>What no answer that a browser would show may contain.</summary>
    internal const string Tag = "<img src=x";

    internal static string Text(string field) => $"\">{Tag} onerror={field}>'</script>";

    /// <summary>Fields whose text some page shows, or the API tells.</summary>
    internal static IReadOnlyList<string> Shown { get; } =
    [
        "nodename", "sitename", "siteaddress", "headname", "why", "sitewhy", "label", "machine",
        "levelname",
    ];

    internal static async Task StoreAsync(WebHost hub)
    {
        var http = hub.Http;
        await PutAsync(http, "levels/province", new { rank = 10, vi = Text("levelname"), en = Text("levelname") });
        await PutAsync(http, "levels/commune", new { rank = 20, vi = "xã", en = "commune" });
        await PutAsync(http, "nodes/46", new { level = "province", name = Text("nodename"), name_en = Text("nodename") });
        await PutAsync(http, "nodes/" + ProbedHub.Node, new
        {
            parent = "46",
            level = "commune",
            name = Text("nodename"),
        });
        await PutAsync(http, "sites/" + ProbedHub.Site, new
        {
            name = Text("sitename"),
            kind = "school",
            node = ProbedHub.Node,
            address = Text("siteaddress"),
            head_name = Text("headname"),
            manager_name = Text("managername"),
            deployment = "none",
            deadline = "2026-01-01",
            groups = new Dictionary<string, string> { ["ministry"] = Text("group") },
        });
        foreach (var (kind, subject, why) in new[] { ("node", ProbedHub.Node, "why"), ("site", ProbedHub.Site, "sitewhy") })
        {
            await PostAsync(http, "maintenance", new
            {
                subject_kind = kind,
                subject,
                until = TimeProvider.System.GetUtcNow().AddHours(1),
                why = Text(why),
            });
        }
        await PostAsync(http, "recipients", new { name = "truc-ban", address = "truc-ban@example.vn" });
        await PutAsync(http, "plans/cong", new { Lanes = Array.Empty<object>() });
        await PostAsync(http, "people", new { name = "an", display_name = Text("person"), roles = new[] { new { role = "viewer" } } });
        await EnrolAsync(hub);
        await TellAsync(hub);
    }

    private static Task EnrolAsync(WebHost hub) => hub.Store.WriteAsync(db =>
    {
        var now = TimeProvider.System.GetUtcNow();
        var order = new ClaimOrder(ProbedHub.Site, "in", ProbedHub.Gate, Text("label"));
        EnrolledGates.Enrol(db, ProbedHub.Gate, order, now.ToUnixTimeMilliseconds());
        GateIdentities.Keep(db, new IssuedCertificate(
            "0102030405060708090B", ProbedHub.Gate, "", "3F7A-91C0-ZK4M-07TQ", now, now.AddDays(300)), now);
        Claims.Add(db, [new ClaimRow(ProbedHub.Claim, new byte[32], order, null, "local", 1, now.AddDays(1).ToUnixTimeMilliseconds())]);
        Claims.Use(db, ProbedHub.Claim, new ClaimUse(
            now.ToUnixTimeMilliseconds(), ProbedHub.Gate, "0102", new byte[91], "", Text("machine")));
    }, default);

    /// <summary>What a gate says, by the messages themselves.</summary>
    private static async Task TellAsync(WebHost hub)
    {
        var inbox = hub.Get<IGateInbox>();
        await SayAsync(GateTopic.State, new
        {
            state = "ready",
            session = 1,
            boot = Text("boot"),
            version = Text("version"),
            backlog = 3,
            epoch = "epoch-1",
        });
        await SayAsync(GateTopic.Health, new
        {
            session = 1,
            uptime_s = 5,
            backlog = 3,
            decided = 1,
            admitted = 1,
            refused = 0,
            frames = 1,
            reads = 1,
            journal_bytes = 1,
            alarms = new[] { Text("alarm"), "door_forced" },
            version = Text("version"),
            guard = Text("guard"),
            link = new { connections = 1, lost_s = 2, problem = Text("linkproblem") },
            lanes = new[]
            {
                new
                {
                    lane = Text("lane"), ready = false, codes = 1, device = Text("device"),
                    problem = Text("laneproblem"), format = Text("format"),
                },
            },
        });
        var journal = new TestJournal("epoch-1", 0);
        foreach (var body in new object[]
        {
            new { outcome = Text("outcome"), reason = Text("reason"), category = Text("category"), tag = Text("tag") },
            new { name = Text("alarmname"), value = Text("alarmvalue"), cleared = false },
            new { name = Text("operation"), by = Text("by"), result = Text("result") },
        })
            journal.Append(JsonSerializer.SerializeToUtf8Bytes(body));
        await inbox.OnPublishAsync(ProbedHub.Gate, GateTopic.Events, new(journal.Batch(1, 3)), default);
        await inbox.OnPublishAsync(
            ProbedHub.Gate, GateTopic.Events, new(Encoding.UTF8.GetBytes("{\"epoch\":\"" + Text("malformed"))), default);

        async Task SayAsync(GateTopic topic, object message) => await inbox.OnPublishAsync(
            ProbedHub.Gate, topic, new ReadOnlySequence<byte>(JsonSerializer.SerializeToUtf8Bytes(message)), default);
    }

    private static async Task PutAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PutAsJsonAsync("/api/v1/" + path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/" + path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }
}
