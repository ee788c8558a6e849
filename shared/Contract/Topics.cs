namespace CheckIn.Contract;

/// <summary>Last level of a gate's topic, <c>checkin/v1/gates/{gate}/{leaf}</c>.</summary>
public enum GateTopic { State, Events, Replies, Ack, Health, Commands, Desired, Reported, Inside }

/// <summary>The MQTT topics of contract version 1. No other place in the product spells a topic.</summary>
public static class Topics
{
    /// <summary>Retained hub state, with the hub's will.</summary>
    public const string HubState = "checkin/v1/hub/state";
    /// <summary>Alerts raised and cleared.</summary>
    public const string HubAlerts = "checkin/v1/hub/alerts";

    private const string Prefix = "checkin/v1/gates/";
    private static readonly string[] Leaves =
        ["state", "events", "replies", "ack", "health", "commands", "desired", "reported", "inside"];

    /// <summary>The topic <paramref name="topic"/> of gate <paramref name="gate"/>.</summary>
    /// <exception cref="ArgumentException">The id breaks the rule of <see cref="GateId"/>.</exception>
    public static string Of(string gate, GateTopic topic)
    {
        if (!GateId.IsValid(gate))
            throw new ArgumentException($"Gate id '{gate}' is not [a-z0-9-]{{1,64}}.", nameof(gate));
        return Prefix + gate + "/" + Leaves[(int)topic];
    }

    /// <summary>A filter that matches this topic of every gate.</summary>
    public static string OfAnyGate(GateTopic topic) => Prefix + "+/" + Leaves[(int)topic];

    /// <summary>Splits a gate's topic; false for every other topic and for an id that breaks the rule.</summary>
    public static bool TryParse(ReadOnlySpan<char> topic, out ReadOnlySpan<char> gate, out GateTopic leaf)
    {
        gate = default;
        leaf = default;
        if (!topic.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var rest = topic[Prefix.Length..];
        var slash = rest.IndexOf('/');
        if (slash < 0 || !GateId.IsValid(rest[..slash]))
            return false;
        var name = rest[(slash + 1)..];
        for (var i = 0; i < Leaves.Length; i++)
        {
            if (!name.SequenceEqual(Leaves[i]))
                continue;
            gate = rest[..slash];
            leaf = (GateTopic)i;
            return true;
        }
        return false;
    }
}
