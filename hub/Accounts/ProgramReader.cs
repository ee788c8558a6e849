using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Broker;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// A program with a token at the hub's MQTT endpoint: of the product's topics it reads those of gates that the token
/// sees, and what describes them for Home Assistant, events with the capability for events; alerts by what they are
/// about; whether the hub is there. What cannot be placed is for who sees the whole hub. What it sees is looked up again
/// every few seconds.
/// </summary>
internal sealed class ProgramReader : Reader
{
    private readonly Func<Caller?> _look;
    private readonly SightBook _book;
    private volatile Seen _seen;

    internal ProgramReader(Caller caller, SightBook book, Func<Caller?> look) =>
        (_look, _book, _seen) = (look, book, Look(caller, book));

    internal override bool CanEnd => true;

    internal override bool MayRead(RoutedMessage routed)
    {
        if (!routed.IsProducts)
            return true;
        var (fleet, events) = _seen;
        var topic = routed.Message.Topic;
        if (Topics.TryParse(topic, out var gate, out var leaf))
            return (leaf == GateTopic.Events ? events : fleet).SeesGate(gate);
        if (DiscoveryTopics.GateOf(topic) is { IsEmpty: false } described)
            return fleet.SeesGate(described);
        return topic switch
        {
            Topics.HubState => true,
            Topics.HubAlerts => fleet.IsWhole || (AlertPlacing.Find(routed.Message.Payload.Span) is { } subject
                && fleet.Sees(subject)),
            _ => fleet.IsWhole,
        };
    }

    internal override bool Renew()
    {
        if (_look() is not { } caller || !caller.May(Capability.SeeFleet))
            return false;
        _seen = Look(caller, _book);
        return true;
    }

    private static Seen Look(Caller caller, SightBook book) =>
        new(book.Of(caller, Capability.SeeFleet), book.Of(caller, Capability.SeeEvents));

    private sealed record Seen(Sight Fleet, Sight Events);
}

/// <summary>What a message on <c>hub/alerts</c> is about, read without the rest of it.</summary>
internal static class AlertPlacing
{
    /// <summary>Null = it does not say, or is none.</summary>
    internal static AlertSubject? Find(ReadOnlySpan<byte> payload)
    {
        string? kind = null, id = null;
        try
        {
            var json = new Utf8JsonReader(payload);
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1)
                    continue;
                var (isKind, isId) = (json.ValueTextEquals("subjectKind"u8), json.ValueTextEquals("subject"u8));
                json.Read();
                if (isKind)
                    kind = json.GetString();
                else if (isId)
                    id = json.GetString();
                else
                    json.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
        return kind is null || id is null ? null : AlertMessages.SubjectOf(kind, id);
    }
}

/// <summary>Programs by their tokens; the operator of the hub's machine by his.</summary>
internal sealed class ProgramReaders(CallerReader callers, LocalOperator local, SightBook book) : IProgramReaders
{
    private const string TokenPrefix = "ci_";

    public bool IsToken(string password) => password.StartsWith(TokenPrefix, StringComparison.Ordinal);

    public Reader? Find(string password, System.Net.EndPoint? remote)
    {
        var from = (remote as System.Net.IPEndPoint)?.Address.ToString();
        return Look() is { } caller && caller.May(Capability.SeeFleet) ? new ProgramReader(caller, book, Look) : null;

        Caller? Look() => local.Is(password) ? Caller.Local(from) : callers.ReadToken(password, from);
    }
}
