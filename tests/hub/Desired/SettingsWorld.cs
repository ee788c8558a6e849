using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Enrolment;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Hub.Tests.Desired;

/// <summary>
/// The settings' desk with the real store and rooms beside it, time that is told, and gates that answer as they are told
/// to. Two communes of one province, each with two sites of two gates.
/// </summary>
internal sealed class SettingsWorld : IAsyncDisposable
{
    internal static readonly string[] Gates = ["a1-01", "a1-02", "a2-01", "a2-02", "b1-01", "b1-02", "b2-01", "b2-02"];
    private readonly TestDesk _parts;
    private DesiredTeller? _teller;

    private SettingsWorld(TestDesk parts) => _parts = parts;

    internal DesiredDesk Desk => Get<DesiredDesk>();
    internal Sight Whole => Get<SightBook>().Of(Caller.Local(null), Capability.EditSettings);

    internal T Get<T>() where T : notnull => _parts.Get<T>();

    /// <summary>One of its own, of the world's parts.</summary>
    internal T Make<T>() where T : notnull => _parts.Make<T>();

    internal static async Task<SettingsWorld> StartAsync(params (string Key, string Value)[] settings)
    {
        var world = new SettingsWorld(new TestDesk(settings));
        var sites = world.Get<SiteRegister>();
        await sites.SaveLevelAsync(new NodeLevel("province", 1, "tỉnh", "province"), Actor.Local, default);
        await sites.SaveLevelAsync(new NodeLevel("commune", 2, "xã", "commune"), Actor.Local, default);
        await SaveNodeAsync("tinh", "province", null);
        foreach (var node in new[] { "xa-a", "xa-b" })
            await SaveNodeAsync(node, "commune", "tinh");
        foreach (var site in new[] { "a1", "a2", "b1", "b2" })
        {
            await sites.SaveAsync(site, new Dictionary<string, string?>
            {
                ["name"] = $"Trường {site}",
                ["kind"] = "school",
                ["node"] = "xa-" + site[0],
                ["group:ministry"] = site[1] == '1' ? "education" : "health",
            }, Actor.Local, default);
        }
        await world.EnrolAsync(Gates);
        return world;

        Task SaveNodeAsync(string code, string level, string? parent) => sites.SaveNodeAsync(code, new Dictionary<string, string?>
        {
            ["level"] = level,
            ["name"] = code,
            ["parent"] = parent,
        }, Actor.Local, default);
    }

    /// <summary>In service at the site in their name, and there.</summary>
    internal async Task EnrolAsync(params string[] gates)
    {
        await _parts.Store.WriteAsync(db =>
        {
            foreach (var gate in gates)
                EnrolledGates.Enrol(db, gate, new ClaimOrder(gate[..gate.IndexOf('-', StringComparison.Ordinal)], "in"), 1);
        }, default);
        foreach (var gate in gates)
            Get<FleetRegistry>().OnState(gate, new StateMessage(GateState.Ready, 1, "boot-1", "1.0", 0, "epoch-1"));
        Pass(TimeSpan.FromSeconds(3)); // Where gates stand is known as of some seconds ago.
    }

    internal void Pass(TimeSpan time) => _parts.Time.Pass(time);

    /// <param name="scope">Its word.</param>
    /// <param name="levels">A patch of the levels of logging, which may have any name.</param>
    internal Task<SettingsChange> ChangeAsync(
        string scope, string levels, RolloutPlan? plan = null, long? expected = null, string title = "a reason") =>
        Desk.ChangeAsync(
            new(FleetScopeWords.Read(scope)!, Patch(levels), title, plan, expected), Actor.Local, Whole);

    internal Task<SettingsChange> RollBackAsync(string scope, long number, RolloutPlan? plan = null) =>
        Desk.RollBackAsync(FleetScopeWords.Read(scope)!, number, plan, Actor.Local, Whole);

    internal LayerPicture Layer(string scope) => Desk.Layer(FleetScopeWords.Read(scope)!, Whole)!;

    internal GateSettings Of(string gate) => Desk.Of(gate, Whole)!;

    /// <summary>The levels of logging that the gate is to have.</summary>
    internal string Levels(string gate) => LevelsIn(Of(gate).Values);

    internal static string LevelsIn(JsonObject values) => values["Logging"]?["LogLevel"]?.ToJsonString() ?? "{}";

    internal static JsonObject Patch(string levels) => new()
    {
        ["Logging"] = new JsonObject { ["LogLevel"] = JsonNode.Parse(levels) },
    };

    /// <summary>Those that it was told; null = it was told of no settings.</summary>
    internal async Task<string?> ToldLevelsAsync(string gate) =>
        (await ToldAsync(gate))?.Settings is { } settings ? LevelsIn(settings.Values) : null;

    /// <summary>What the gate was told last; null = nothing, or that nothing is wanted.</summary>
    internal async Task<DesiredMessage?> ToldAsync(string gate)
    {
        await TellAsync();
        var last = _parts.Bus.Messages.LastOrDefault(message => message.Topic == Topics.Of(gate, GateTopic.Desired));
        return last is null || last.Payload.IsEmpty ? null
            : JsonSerializer.Deserialize(last.Payload.Span, ContractJson.Default.DesiredMessage);
    }

    internal async Task TellAsync()
    {
        if (_teller is null)
        {
            _teller = new DesiredTeller(
                Get<DesiredNotices>(), Get<DesiredGates>(), Get<ReportedInbox>(), Get<Hub.Modes.ModeDesk>(), _parts.Store,
                Get<Provisions>(), Get<Hub.Lists.GateListing>(), Get<SiteRegister>(), _parts.Bus, _parts.Time,
                    NullLogger<DesiredTeller>.Instance);
            Get<DesiredNotices>().AllChanged();
        }
        await _teller.TellAsync(default);
    }

    /// <summary>Gates take up what they were told, or say why not.</summary>
    internal async Task AnswerAsync(string state, params string[] gates)
    {
        foreach (var gate in gates)
        {
            var (wanted, applied) = ((await ToldAsync(gate))!.Settings!.Version, Get<DesiredGates>().Of(gate)!.Value.Reported);
            await SayAsync(gate, state == ReportedStates.Applied
                ? new ReportedMessage(wanted, state)
                : new ReportedMessage(applied, state, wanted, [new SettingsError("Lanes:in", "it cannot be")]));
        }
        Assert.True(await Get<ReportedInbox>().TurnAsync());
        await TellAsync();
    }

    internal async Task SayAsync(string gate, ReportedMessage report) => await Get<ReportedInbox>().HearAsync(
        gate, new ReadOnlySequence<byte>(JsonSerializer.SerializeToUtf8Bytes(report, ContractJson.Default.ReportedMessage)), default);

    /// <summary>Gates that the rollout has asked and that have not decided.</summary>
    internal IReadOnlyList<string> Asked(long rollout) => _parts.Store.Read(db => (IReadOnlyList<string>)[.. RolloutRows
        .Gates(db, rollout).Where(static gate => gate.Step == GateStep.Asked).Select(static gate => gate.Id)]);

    internal RolloutState StateOf(long rollout) => _parts.Store.Read(db => RolloutRows.Find(db, rollout))!.State;

    /// <summary>Why it failed there.</summary>
    internal string? WhyOf(long rollout, string gate) =>
        _parts.Store.Read(db => RolloutRows.Gates(db, rollout)).First(one => one.Id == gate).Why;

    internal IReadOnlyList<AuditRow> Audit() => _parts.Store.Read(db => AuditLog.Read(db, 0, 1000));

    public async ValueTask DisposeAsync()
    {
        _teller?.Dispose();
        await _parts.DisposeAsync();
    }
}
