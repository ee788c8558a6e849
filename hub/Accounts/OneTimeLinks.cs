using System.Security.Cryptography;
using System.Text;
using CheckIn.Hub.Audit;
using CheckIn.Storage;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// Links that are good once: 256 random bits, kept as their hash. Whoever uses one takes its row away in the very
/// transaction that does what it is for, and there is one writer: of two who come at once, one comes too late. A new
/// one of the same person makes his earlier ones void.
/// </summary>
internal sealed class OneTimeLinks(PeopleBook people, TimeProvider time)
{
    private const int Bytes = 32;
    private static readonly TimeSpan Good = TimeSpan.FromHours(24), GoodForOpening = TimeSpan.FromMinutes(2);

    /// <summary>What a link is for; null = it is none, or was used, or is too old. Looking uses nothing.</summary>
    public LinkSight? Look(string token) => people.Read(db => Row(db, token, time.GetUtcNow())) is { } row
        ? new LinkSight(row.Purpose, row.Person is { } id ? people.Find(id) : null, row.ExpiresAt) : null;

    /// <summary>The link that makes the first administrator, in place of earlier ones.</summary>
    /// <exception cref="AccountException">There is somebody.</exception>
    internal async Task<OneTimeLink> MakeFirstAsync(Actor by, CancellationToken cancellation)
    {
        OneTimeLink? link = null;
        await people.ChangeAsync(static () => null, db =>
        {
            if (!PersonRows.IsEmpty(db))
                return SomebodyIsThere();
            link = Add(db, LinkPurpose.First, null);
            // The hub does so by itself at each start; that is no act of anybody's.
            if (by != Actor.Hub)
                Tell(db, by, AuditActions.LinkMade, "first administrator");
            return null;
        }, cancellation);
        return link!;
    }

    /// <summary>The link that signs a browser of this machine in as its operator.</summary>
    internal async Task<OneTimeLink> MakeOpenAsync(Actor by, CancellationToken cancellation)
    {
        OneTimeLink? link = null;
        await people.ChangeAsync(static () => null, db =>
        {
            link = Add(db, LinkPurpose.Open, null);
            Tell(db, by, AuditActions.LinkMade, "to open the pages as the operator");
            return null;
        }, cancellation);
        return link!;
    }

    /// <summary>Within the transaction of what it is for.</summary>
    internal OneTimeLink Add(Database db, LinkPurpose purpose, long? person)
    {
        var now = time.GetUtcNow();
        Sweep(db, now);
        using var remove = db.Prepare("DELETE FROM one_time_link WHERE purpose = ?1 AND person IS ?2 AND ?1 <> 'open'");
        remove.Bind(1, Word(purpose)).Bind(2, person).Run();
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        var link = new OneTimeLink(purpose, token, now + (purpose == LinkPurpose.Open ? GoodForOpening : Good));
        using var add = db.Prepare(
            "INSERT INTO one_time_link(hash, purpose, person, made_at, expires_at) VALUES(?, ?, ?, ?, ?)");
        add.Bind(1, HashOf(token)).Bind(2, Word(purpose)).Bind(3, person).Bind(4, now.ToUnixTimeMilliseconds())
            .Bind(5, link.ExpiresAt.ToUnixTimeMilliseconds()).Run();
        return link;
    }

    /// <summary>Takes it away, within the transaction of what it is for.</summary>
    /// <returns>What it is for and whose; null = it is good no more, or for something else.</returns>
    internal static (LinkPurpose Purpose, long? Person, DateTimeOffset ExpiresAt)? Take(
        Database db, string token, DateTimeOffset now, params ReadOnlySpan<LinkPurpose> purposes)
    {
        if (Row(db, token, now) is not { } row || !purposes.Contains(row.Purpose))
            return null;
        using var take = db.Prepare("DELETE FROM one_time_link WHERE hash = ?");
        take.Bind(1, HashOf(token)).Run();
        return row;
    }

    /// <summary>Those of a person are void.</summary>
    internal static void RemoveOf(Database db, long person)
    {
        using var remove = db.Prepare("DELETE FROM one_time_link WHERE person = ?");
        remove.Bind(1, person).Run();
    }

    internal static AccountException IsVoid() => new(
        "This link is good no more: it was used, or is too old, or another one has taken its place. Nothing was done; "
            + "ask for a new one.",
        "Liên kết này không còn hiệu lực: đã được dùng, đã quá hạn hoặc đã có liên kết mới thay thế. Chưa làm gì cả; "
            + "hãy xin liên kết mới.")
    {
        IsUnknown = true,
    };

    private static AccountException SomebodyIsThere() => new(
        "There are people on this hub already, so no link makes the first one. Nothing was done; who has lost his way "
            + "in gets a link by checkin-hub people reset NAME.",
        "Trung tâm đã có người dùng nên không tạo liên kết cho người đầu tiên nữa. Chưa làm gì cả; người không đăng "
            + "nhập được thì cấp liên kết bằng checkin-hub people reset TÊN.");

    private void Tell(Database db, Actor by, string action, string detail) =>
        AuditLog.Add(db, time.GetUtcNow(), new AuditEntry(by, action, null, Detail: detail));

    private static void Sweep(Database db, DateTimeOffset now)
    {
        using var sweep = db.Prepare("DELETE FROM one_time_link WHERE expires_at <= ?");
        sweep.Bind(1, now.ToUnixTimeMilliseconds()).Run();
    }

    /// <summary>What it is for and whose; null = it is good no more.</summary>
    internal static (LinkPurpose Purpose, long? Person, DateTimeOffset ExpiresAt)? Row(
        Database db, string token, DateTimeOffset now)
    {
        if (token.Length != Bytes * 2)
            return null;
        using var row = db.Prepare(
            "SELECT purpose, person, expires_at FROM one_time_link WHERE hash = ? AND expires_at > ?");
        if (!row.Bind(1, HashOf(token)).Bind(2, now.ToUnixTimeMilliseconds()).Step()
            || PurposeOf(row.Text(0)) is not { } purpose)
            return null;
        return (purpose, row.IsNull(1) ? null : row.Int64(1), PersonRows.Time(row, 2)!.Value);
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string Word(LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.First => "first",
        LinkPurpose.Invitation => "invitation",
        LinkPurpose.Reset => "reset",
        _ => "open",
    };

    private static LinkPurpose? PurposeOf(string? word) => word switch
    {
        "first" => LinkPurpose.First,
        "invitation" => LinkPurpose.Invitation,
        "reset" => LinkPurpose.Reset,
        "open" => LinkPurpose.Open,
        _ => null,
    };
}
