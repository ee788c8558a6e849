using System.Buffers;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Commands;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Ingest;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Enrolment;
using CheckIn.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Hub.Tests.Commands;

/// <summary>The desk with the real store, a bus that remembers, and time that is told; it can end and begin again.</summary>
internal sealed class CommandHub : IAsyncDisposable
{
    private readonly TestDesk _parts = new();
    private readonly CommandCounters _counters = new();
    private readonly SiteRegister _sites;

    internal CommandHub()
    {
        _sites = new SiteRegister(_parts.Store, _parts.Time);
        Begin();
    }

    internal CommandDesk Desk { get; private set; } = null!;
    internal CommandLoop Loop { get; private set; } = null!;
    internal CommandReplies Replies { get; private set; } = null!;
    internal TestDesk Parts => _parts;
    internal List<MqttMessage> Sent => _parts.Bus.Messages;

    internal Sight Whole => new SightBook(_sites, new GatePlaces(_parts.Store, _parts.Time), _parts.Time)
        .Of(Caller.Local(null), Capability.CommandGates);

    /// <summary>The hub ends at any moment, and begins again with what it has kept.</summary>
    internal void Begin()
    {
        var reach = new CommandReach(
            _parts.Get<FleetRegistry>(), _sites, new GatePlaces(_parts.Store, _parts.Time), _parts.Time);
        var post = new CommandPost(_parts.Bus, _parts.Time, NullLogger<CommandPost>.Instance);
        Desk = new CommandDesk(_parts.Store, reach, post, _counters, _parts.Time, NullLogger<CommandDesk>.Instance);
        Desk.Recall();
        Loop = new CommandLoop(Desk, _parts.Time, NullLogger<CommandLoop>.Instance);
        Replies = new CommandReplies(
            Desk, _counters, new SetAside(_parts.Time), NullLogger<CommandReplies>.Instance);
    }

    internal async Task EnrolAsync(string gate, string site = "truong-a", bool isThere = true)
    {
        await _parts.Store.WriteAsync(db => EnrolledGates.Enrol(db, gate, new ClaimOrder(site, "in"), 1), default);
        _parts.Get<FleetRegistry>().OnState(gate, new StateMessage(
            isThere ? GateState.Ready : GateState.Stopped, 1, "boot-1", "1.0", 0, "epoch-1"));
    }

    internal Task<GivenCommand> GiveAsync(string gate, CommandOrder order) =>
        Desk.GiveAsync(gate, order, new Actor("person:an", "192.0.2.7"), Whole);

    internal ValueTask AnswerAsync(string gate, ReplyMessage reply) =>
        HearAsync(gate, JsonSerializer.SerializeToUtf8Bytes(reply, ContractJson.Default.ReplyMessage));

    internal ValueTask HearAsync(string gate, byte[] payload) =>
        Replies.HearAsync(gate, new ReadOnlySequence<byte>(payload), default);

    /// <summary>The audit's lines of commands, oldest first: actor, action, gate, outcome, detail.</summary>
    internal IReadOnlyList<string> Audit() => _parts.Store.Read(db =>
        (IReadOnlyList<string>)[.. AuditLog.Read(db, 0, 1000).Where(static row => row.Action.StartsWith("command", StringComparison.Ordinal))
            .Select(static row => $"{row.Actor} {row.Action} {row.Subject} {row.Outcome} {row.Detail} {row.Place}")]);

    public async ValueTask DisposeAsync()
    {
        Loop.Dispose();
        _counters.Dispose();
        _sites.Dispose();
        await _parts.DisposeAsync();
    }
}
