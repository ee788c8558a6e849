using System.Collections.Concurrent;
using System.Text.Json;
using CheckIn.Contract;

namespace CheckIn.Hub.Broker;

/// <summary>
/// States that a server had kept from before the hub's subscription. They are history and prove nothing, so none is
/// handed in before the gate's own health, which is live, names the same session: then the state was news that the hub
/// missed.
/// </summary>
internal sealed class EarlierStates
{
    private readonly ConcurrentDictionary<string, (long Session, GateNews State)> _states = new();

    /// <summary>
    /// True when there is nothing to hand in. <paramref name="confirmed"/> is a state that the news proves, to be
    /// handed in before it.
    /// </summary>
    public bool Take(in GateNews news, out GateNews? confirmed)
    {
        confirmed = null;
        if (news.IsRetained)
        {
            if (news.Topic == GateTopic.State && SessionOf(news.Payload.Span) is { } session)
                _states[news.Gate] = (session, news);
            return true;
        }
        if (_states.IsEmpty)
            return false;
        if (news.Topic == GateTopic.State)
            _states.TryRemove(news.Gate, out _);
        else if (news.Topic == GateTopic.Health && _states.TryRemove(news.Gate, out var earlier)
            && SessionOf(news.Payload.Span) == earlier.Session)
            confirmed = earlier.State;
        return false;
    }

    /// <summary>State and health both name it; null = it cannot be read.</summary>
    private static long? SessionOf(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1
                    && reader.ValueTextEquals("session"u8) && reader.Read() && reader.TryGetInt64(out var session))
                    return session;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The inbox will say so when it comes again.
        }
        return null;
    }
}
