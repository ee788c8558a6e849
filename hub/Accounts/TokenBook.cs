using System.Collections.Concurrent;
using System.Globalization;
using CheckIn.Contract;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Storage;

namespace CheckIn.Hub.Accounts;

/// <summary>A token as somebody asks for it.</summary>
/// <param name="Name">Of what uses it: a to z, 0 to 9 and -.</param>
/// <param name="Days">1 to 366; null = 90.</param>
public sealed record TokenOrder(string? Name, Grant Grant, int? Days = null);

/// <summary>
/// Programs' ways in: each has one role, of whole hub or node, and an end. All are in memory, by their texts' hashes. A
/// token never outlives the rights of who made it: it is withdrawn with them. When it was last used is written once a
/// minute.
/// </summary>
internal sealed class TokenBook(
    PeopleBook people, EventStore store, GivingRights rights, GrantNodes nodes, TimeProvider time)
{
    internal const int Most = 2000, MostDays = 366, UsualDays = 90;
    private static readonly TimeSpan ShownExpired = TimeSpan.FromDays(30);
    private readonly ConcurrentDictionary<long, DateTimeOffset> _used = new();
    private readonly Lock _lock = new();
    private volatile Dictionary<string, Entry>? _byHash;

    private Dictionary<string, Entry> ByHash => _byHash ?? Reload();

    /// <summary>The token of that text, used now; null = there is none, or no more.</summary>
    public ApiToken? Find(string text)
    {
        if (TokenText.HashOf(text) is not { } hash || !ByHash.TryGetValue(Convert.ToHexString(hash), out var entry)
            || entry.Token.ExpiresAt <= time.GetUtcNow())
            return null;
        _used[entry.Token.Id] = time.GetUtcNow();
        return entry.Token;
    }

    /// <summary>Cancelled once the token is withdrawn or expired.</summary>
    public CancellationToken EndOf(ApiToken token) =>
        ByHash.Values.FirstOrDefault(entry => entry.Token.Id == token.Id)?.Ended.Token ?? new CancellationToken(true);

    /// <summary>His own; those of everybody whom he may manage, where he manages people. By name.</summary>
    public IReadOnlyList<ApiToken> VisibleTo(Caller caller) =>
    [
        .. ByHash.Values.Select(static entry => entry.Token).Where(token => IsSeen(caller, token))
            .OrderBy(static token => token.Name, StringComparer.Ordinal)
            .Select(token => _used.TryGetValue(token.Id, out var used) ? token with { UsedAt = used } : token),
    ];

    /// <exception cref="AccountException">It goes beyond what he may, or something is wrong with it.</exception>
    public async Task<NewToken> MakeAsync(Caller caller, TokenOrder order, CancellationToken cancellation)
    {
        var (now, text) = (time.GetUtcNow(), TokenText.Make());
        if (caller.Kind == CallerKind.Token)
            throw NoneByToken();
        if (rights.Problem(caller, order.Grant) is { } problem)
            throw problem;
        var token = Read(order, caller.Kind == CallerKind.Person ? caller.PersonId : null, now);
        await people.ChangeAsync(static () => null, db =>
        {
            TokenRows.RemoveLongExpired(db, now - ShownExpired);
            var known = TokenRows.Load(db);
            if (known.Count >= Most)
                return TooMany();
            if (known.Exists(other => other.Token.Name == token.Name))
                return Taken(token.Name);
            // Who was removed or lost a role meanwhile makes none.
            if (token.Owner is { } owner && people.Find(owner) is null)
                return AccountDesk.Unknown(caller.Actor.Name);
            TokenRows.Add(db, token, TokenText.HashOf(text)!);
            Tell(db, caller.Actor, AuditActions.TokenMade, token, string.Create(
                CultureInfo.InvariantCulture, $"{token.Grant.Role.Word()}, until {token.ExpiresAt:yyyy-MM-dd}"));
            return null;
        }, cancellation, () => Reload());
        return new NewToken(VisibleTo(caller).First(other => other.Name == token.Name), text);
    }

    /// <exception cref="AccountException">He sees none of that name.</exception>
    public Task WithdrawAsync(Caller caller, string name, CancellationToken cancellation)
    {
        if (VisibleTo(caller).FirstOrDefault(token => token.Name == name) is not { } token)
            throw Unknown(name);
        return people.ChangeAsync(static () => null, db =>
        {
            if (!TokenRows.Load(db).Exists(other => other.Token.Id == token.Id))
                return Unknown(name);
            TokenRows.Remove(db, token.Id);
            Tell(db, caller.Actor, AuditActions.TokenWithdrawn, token, null);
            return null;
        }, cancellation, () => Reload());
    }

    /// <summary>Within the transaction that takes a role: tokens of that person that go beyond what is left.</summary>
    internal void WithdrawBeyond(Database db, Actor actor, Person left)
    {
        var owner = new Caller(CallerKind.Person, actor, nodes.Today(left.Grants));
        foreach (var (_, token) in TokenRows.Load(db))
        {
            if (token.Owner != left.Id || rights.Covers(owner, token.Grant))
                continue;
            TokenRows.Remove(db, token.Id);
            Tell(db, actor, AuditActions.TokenWithdrawn, token, null);
        }
    }

    /// <summary>Follows the database; those that are gone end.</summary>
    internal Dictionary<string, Entry> Reload()
    {
        lock (_lock)
        {
            var old = _byHash ?? [];
            var now = new Dictionary<string, Entry>(StringComparer.Ordinal);
            foreach (var (hash, token) in store.Read(TokenRows.Load))
            {
                now[hash] = old.TryGetValue(hash, out var known)
                    ? known with { Token = token } : new Entry(token, new());
            }
            _byHash = now;
            foreach (var (hash, entry) in old)
            {
                if (!now.ContainsKey(hash))
                    entry.Ended.Cancel();
            }
            return now;
        }
    }

    /// <summary>What has expired ends.</summary>
    internal void Sweep()
    {
        foreach (var entry in ByHash.Values.Where(entry => entry.Token.ExpiresAt <= time.GetUtcNow()))
            entry.Ended.Cancel();
    }

    /// <summary>Writes down which were used since the last time.</summary>
    internal async Task FlushAsync(CancellationToken cancellation)
    {
        (long Id, DateTimeOffset At)[] used = [.. _used.Select(static pair => (pair.Key, pair.Value))];
        if (used.Length == 0)
            return;
        await store.WriteAsync(db => TokenRows.SetUsed(db, used), cancellation);
        Reload();
        foreach (var (id, at) in used)
            _used.TryRemove(KeyValuePair.Create(id, at));
    }

    private bool IsSeen(Caller caller, ApiToken token)
    {
        if (caller.Kind == CallerKind.Person && token.Owner is not null && token.Owner == caller.PersonId)
            return true;
        if (!caller.May(Capability.ManagePeople))
            return false;
        return caller.MayEverywhere(Capability.ManagePeople)
            || (rights.Covers(caller, token.Grant) && (token.Owner is not { } owner
                || (people.Find(owner) is { } person && rights.IsWithin(caller, person))));
    }

    private static ApiToken Read(TokenOrder order, long? owner, DateTimeOffset now)
    {
        if (order.Name is null || !GateId.IsValid(order.Name))
            throw Wrong("The name of a token is of a to z, 0 to 9 and -, 1 to 64 of them: what will use it.",
                "Tên mã truy cập gồm a–z, 0–9 và dấu -, dài 1 đến 64 ký tự: chương trình nào sẽ dùng.");
        var days = order.Days ?? UsualDays;
        return days is >= 1 and <= MostDays
            ? new ApiToken(0, order.Name, order.Grant, owner, now, now.AddDays(days))
            : throw Wrong($"A token is good for 1 to {MostDays} days.", $"Mã truy cập có hạn 1 đến {MostDays} ngày.");
    }

    private void Tell(Database db, Actor actor, string action, ApiToken token, string? detail) => AuditLog.Add(
        db, time.GetUtcNow(), new AuditEntry(actor, action, token.Name, Detail: detail, Place: token.Grant.Node));

    private static AccountException Wrong(string english, string vietnamese) =>
        new(english + " Nothing was done.", vietnamese + " Chưa làm gì cả.") { IsMalformed = true };

    private static AccountException Unknown(string name) => new(
        $"There is no token {name}. Nothing was done.", $"Không có mã truy cập {name}. Chưa làm gì cả.")
    {
        IsUnknown = true,
    };

    private static AccountException Taken(string name) => new(
        $"The name {name} is taken. Nothing was done; withdraw that token first, or choose another name.",
        $"Tên {name} đã được dùng. Chưa làm gì cả; hãy thu hồi mã đó trước hoặc chọn tên khác.");

    private static AccountException TooMany() => new(
        $"There are {Most} tokens already, the most there may be. Nothing was done; withdraw some.",
        $"Đã có {Most} mã truy cập, mức tối đa. Chưa làm gì cả; hãy thu hồi bớt.");

    private static AccountException NoneByToken() => new(
        "A token makes no tokens. Nothing was done; sign in, or ask on the hub's machine.",
        "Không dùng mã truy cập để tạo mã khác. Chưa làm gì cả; hãy đăng nhập hoặc làm trên máy của trung tâm.")
    {
        IsForbidden = true,
    };

    internal sealed record Entry(ApiToken Token, CancellationTokenSource Ended);
}
