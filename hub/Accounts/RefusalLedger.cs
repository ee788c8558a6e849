using System.Globalization;
using System.Net;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;
using CheckIn.Storage;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// Refused sign-ins and acts on their way to the audit. Whoever tries passwords or addresses could fill it, so there is
/// one row a minute and origin, with how many; and of origins so many, the rest together. What was typed as a name
/// stands in it only when somebody has that name: people type their password there.
/// </summary>
internal sealed class RefusalLedger(EventStore store, TimeProvider time)
{
    internal const int MostOrigins = 500;
    private const int LongestSubject = 200;
    private const string Elsewhere = "elsewhere";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Dictionary<(string Action, string Actor, string Network), Entry> _entries = [];
    private readonly Lock _lock = new();

    internal void SignIn(Origin origin, Person? tried) =>
        Add(AuditActions.SignInRefused, new Actor("nobody", origin.Address), tried?.Name);

    internal void Act(Caller caller, string path) => Add(AuditActions.ActRefused, caller.Actor, path);

    /// <summary>Writes down those whose minute is over, or all.</summary>
    internal async Task FlushAsync(bool all, CancellationToken cancellation)
    {
        List<((string Action, string Actor, string Network) Key, Entry Entry)> due;
        lock (_lock)
        {
            due = [.. _entries.Where(pair => all || time.GetElapsedTime(pair.Value.Since) >= Window)
                .Select(static pair => (pair.Key, pair.Value))];
            foreach (var (key, _) in due)
                _entries.Remove(key);
        }
        if (due.Count > 0)
            await store.WriteAsync(db => Write(db, due), cancellation);
    }

    /// <summary>Whose address it is; of IPv6 the network of one subscriber.</summary>
    internal static string NetworkOf(string? address) => IPAddress.TryParse(address, out var parsed)
        ? GateLimits.Attempts.NetworkOf(parsed) : address ?? "";

    private void Write(Database db, List<((string Action, string Actor, string Network) Key, Entry Entry)> due)
    {
        var now = time.GetUtcNow();
        foreach (var (key, entry) in due)
        {
            AuditLog.Add(db, now, new AuditEntry(
                new Actor(key.Actor, entry.From), key.Action, entry.Subject, "refused",
                string.Create(CultureInfo.InvariantCulture, $"{entry.Count} times")));
        }
    }

    private void Add(string action, Actor actor, string? subject)
    {
        lock (_lock)
        {
            var key = (action, actor.Name, NetworkOf(actor.From));
            if (!_entries.ContainsKey(key) && _entries.Count >= MostOrigins)
                (key, actor) = ((action, Elsewhere, ""), new Actor(Elsewhere));
            var known = _entries.GetValueOrDefault(key)
                ?? new Entry(actor.From, Short(subject), time.GetTimestamp(), 0);
            _entries[key] = known with { Count = known.Count + 1, Subject = known.Subject ?? Short(subject) };
        }
    }

    private static string? Short(string? text) => text is { Length: > LongestSubject } ? text[..LongestSubject] : text;

    /// <param name="Since">When the first was, by the monotonic clock.</param>
    private sealed record Entry(string? From, string? Subject, long Since, int Count);
}
