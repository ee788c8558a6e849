using CheckIn.Hub.Audit;
using CheckIn.Storage;

namespace CheckIn.Hub.Fleet;

/// <content>
/// Gates whose key is in two machines. What was found is in the audit, and stands from there after a restart for as
/// long as the gate has a certificate that was good then.
/// </content>
public sealed partial class FleetRegistry
{
    /// <summary>Its certificates were revoked.</summary>
    internal void OnRevoked(string gate) => Watch(gate, new CopySign.Replaced());

    /// <summary>The boot that the gate's last birth told, and when that was heard, by <see cref="Uptime"/>.</summary>
    internal (string? Boot, TimeSpan? At) LastBirth(string gate)
    {
        lock (_lock)
        {
            return _gates.TryGetValue(gate, out var entry)
                ? (entry.Copies.Boots.IsEmpty ? null : entry.Copies.Boots[^1].Boot, entry.BornAt) : default;
        }
    }

    /// <summary>Monotonic time since the fleet is watched.</summary>
    internal TimeSpan Uptime => _time.GetElapsedTime(_started);

    private void Watch(string gate, CopySign sign)
    {
        string? found;
        lock (_lock)
        {
            var entry = Find(gate);
            var before = entry.Copies;
            entry.Copies = before.Step(sign, Uptime);
            if (sign is CopySign.Birth)
                entry.BornAt = Uptime;
            if (ReferenceEquals(entry.Copies, before))
                return;
            var isCopied = entry.Copies.Why is not null;
            if (isCopied != entry.Status.IsCopied)
                Show(gate, entry, isCopied, sign is CopySign.Birth ? PresenceEvidence.Birth : PresenceEvidence.Life);
            found = before.Why is null ? entry.Copies.Why : null;
        }
        if (found is not null)
            _ = RecordCopyAsync(gate, found);
        SaveChanges();
    }

    private void Show(string gate, Entry entry, bool isCopied, PresenceEvidence evidence)
    {
        var (before, now) = (entry.Status, _time.GetUtcNow());
        entry.Status = before with { IsCopied = isCopied };
        entry.Judge(_options);
        var next = entry.Status;
        if (next.State != before.State)
            next = entry.Status = next with { Since = now };
        if (next.State != before.State || !AreSame(next.Causes, before.Causes))
        {
            _unsaved.Add(gate);
            PresenceChanged?.Invoke(new PresenceChange(gate, before, next, evidence, now));
        }
        Wake();
    }

    private async Task RecordCopyAsync(string gate, string why)
    {
        Log.IdentityCopied(_logger, gate, why);
        try
        {
            var entry = new AuditEntry(Actor.Hub, AuditActions.IdentityCopied, gate, "raised", why);
            await _store.WriteAsync(
                db => AuditLog.Add(db, _time.GetUtcNow(), entry with { Place = AuditPlaces.OfGate(db, gate) }),
                CancellationToken.None);
        }
        catch (DatabaseException e)
        {
            Log.CopyNotSaved(_logger, gate, e.Message);
        }
    }

    private int RecallCopies(Database db)
    {
        using var rows = db.Prepare("""
            SELECT gate.name, max(audit.at), audit.detail FROM audit JOIN gate ON gate.name = audit.subject
            WHERE audit.action = ? AND audit.outcome = 'raised'
                AND EXISTS (SELECT 1 FROM certificate AS own
                    WHERE own.gate = gate.id AND own.revoked_at IS NULL AND own.issued_at <= audit.at)
                AND NOT EXISTS (SELECT 1 FROM certificate AS own
                    WHERE own.gate = gate.id AND own.revoked_at >= audit.at)
            GROUP BY gate.name
            """);
        rows.Bind(1, AuditActions.IdentityCopied);
        var found = 0;
        for (; rows.Step(); found++)
        {
            var entry = Find(rows.Text(0)!);
            entry.Copies = CopyWatch.Nothing with { Why = rows.Text(2) ?? "" };
            entry.Status = entry.Status with { IsCopied = true };
            entry.Judge(null);
        }
        return found;
    }
}
