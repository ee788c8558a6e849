using CheckIn.Hub.Accounts;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Notices;

/// <summary>
/// Who is told of alerts: few, changed seldom, so all are in memory. Each change is one transaction with its audit row,
/// which names the duty and never an address.
/// </summary>
public sealed class Recipients : IDisposable
{
    /// <summary>Each has a worker of his own, and a storm is given out to each.</summary>
    internal const int Most = 200;
    private const string Columns = "id, name, channel, address, secret, language, node, least, level, quiet, added_at";
    private readonly EventStore _store;
    private readonly SiteRegister _sites;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _changing = new(1);
    private volatile List<Recipient> _all;

    public Recipients(EventStore store, SiteRegister sites, TimeProvider time)
    {
        (_store, _sites, _time) = (store, sites, time);
        _all = store.Read(Load);
    }

    /// <summary>By name.</summary>
    public IReadOnlyList<Recipient> All => _all;

    /// <summary>Somebody came or went; called after the commit.</summary>
    internal event Action? Changed;

    /// <summary>Null = there is none.</summary>
    public Recipient? Find(string name) => _all.FirstOrDefault(one => one.Name == name);

    /// <summary>Those that somebody sees: who is told of one of his nodes, and of nothing else.</summary>
    internal IReadOnlyList<Recipient> Within(Sight sight) =>
        sight.IsWhole ? _all : [.. _all.Where(one => Sees(sight, one))];

    internal Recipient? Find(string name, Sight sight) =>
        Find(name) is { } one && Sees(sight, one) ? one : null;

    /// <summary>From now on he is told.</summary>
    /// <returns>With his secret if he is a webhook; it is told nowhere else.</returns>
    /// <exception cref="NoticeException">Something is wrong with the order.</exception>
    /// <param name="order">Who.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellation">Ends the wait for the store.</param>
    /// <param name="sight">Outside which he does nothing; null = the whole hub's.</param>
    internal async Task<Recipient> AddAsync(
        RecipientOrder order, Actor actor, CancellationToken cancellation, Sight? sight = null)
    {
        var now = _time.GetUtcNow();
        var added = order.Read(now);
        if (added.Node is null && sight is { IsWhole: false })
        {
            throw new NoticeException(
                "Say of which of your nodes he is told. Nothing was done.",
                "Hãy chọn đơn vị bạn phụ trách mà người này nhận thông báo. Chưa làm gì cả.");
        }
        if (added.Node is { } node && (_sites.Tree.NodeByCode(node) is null || sight?.SeesNode(node) == false))
            throw new NoticeException(
                $"There is no node {node}. Nothing was done.", $"Không có đơn vị {node}. Chưa làm gì cả.");
        if (added.Channel == NoticeChannel.Webhook)
            added = added with { Secret = WebhookSignature.NewSecret() };
        await ChangeAsync(db =>
        {
            if (_all.Count >= Most)
                return TooMany();
            if (Find(added.Name) is not null)
                return sight is null || Sees(sight, Find(added.Name)!) ? Taken(added.Name) : NotGiven(added.Name);
            Insert(db, added);
            AuditLog.Add(db, now, new AuditEntry(
                actor, AuditActions.RecipientAdded, added.Name, Detail: InWords(added), Place: added.Node));
            return null;
        }, cancellation);
        return Find(added.Name)!;
    }

    /// <summary>He is told nothing any more; messages on their way to him are dropped.</summary>
    /// <exception cref="NoticeException">There is none of that name.</exception>
    internal Task RemoveAsync(
        string name, Actor actor, CancellationToken cancellation, Sight? sight = null) => ChangeAsync(db =>
    {
        if (Find(name) is not { } gone || (sight is not null && !Sees(sight, gone)))
            return Unknown(name);
        using var remove = db.Prepare("DELETE FROM recipient WHERE id = ?");
        remove.Bind(1, gone.Id).Run();
        AuditLog.Add(db, _time.GetUtcNow(), new AuditEntry(
            actor, AuditActions.RecipientRemoved, name, Place: gone.Node));
        return null;
    }, cancellation);

    public void Dispose() => _changing.Dispose();

    internal static NoticeException Unknown(string name) => new(
        $"There is no recipient {name}. Nothing was done.", $"Không có người nhận {name}. Chưa làm gì cả.")
    {
        IsUnknown = true,
    };

    /// <summary>A refusal is returned and thrown here: thrown in there, the store would take it for trouble.</summary>
    private async Task ChangeAsync(Func<Database, NoticeException?> change, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            NoticeException? refusal = null;
            await _store.WriteAsync(db => refusal = change(db), cancellation);
            if (refusal is not null)
                throw refusal;
            _all = _store.Read(Load);
        }
        finally
        {
            _changing.Release();
        }
        Changed?.Invoke();
    }

    private static void Insert(Database db, Recipient one)
    {
        using var add = db.Prepare("""
            INSERT INTO recipient(name, channel, address, secret, language, node, least, level, quiet, added_at)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        add.Bind(1, one.Name).Bind(2, Word(one.Channel)).Bind(3, one.Address).Bind(4, one.Secret)
            .Bind(5, CheckIn.Settings.Languages.Tag(one.Language)).Bind(6, one.Node)
            .Bind(7, AlertMessages.Word(one.Least)).Bind(8, one.Level).Bind(9, one.Quiet?.ToString())
            .Bind(10, one.AddedAt.ToUnixTimeMilliseconds()).Run();
    }

    private static List<Recipient> Load(Database db)
    {
        using var rows = db.Prepare($"SELECT {Columns} FROM recipient ORDER BY name");
        var all = new List<Recipient>();
        while (rows.Step())
        {
            all.Add(new Recipient(
                rows.Int64(0), rows.Text(1)!, rows.Text(2) == "mail" ? NoticeChannel.Mail : NoticeChannel.Webhook,
                rows.Text(3)!, CheckIn.Settings.Languages.Choose(rows.Text(5), null), rows.Text(6),
                AlertMessages.SeverityOf(rows.Text(7)) ?? Severity.Warning, (int)rows.Int64(8),
                rows.Text(9) is { } quiet ? QuietHours.TryParse(quiet) : null,
                DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(10)))
            {
                Secret = rows.Text(4),
            });
        }
        return all;
    }

    internal static string Word(NoticeChannel channel) => channel == NoticeChannel.Mail ? "mail" : "webhook";

    private static string InWords(Recipient one) =>
        $"{Word(one.Channel)}, {AlertMessages.Word(one.Least)}, level {one.Level}, node {one.Node ?? "all"}"
        + (one.Quiet is { } quiet ? $", quiet {quiet}" : "");

    private static bool Sees(Sight sight, Recipient one) =>
        sight.IsWhole || (one.Node is { } node && sight.SeesNode(node));

    private static NoticeException NotGiven(string name) => new(
        $"The name {name} cannot be given. Nothing was done; choose another.",
        $"Không thể dùng tên {name}. Chưa làm gì cả; hãy chọn tên khác.");

    private static NoticeException Taken(string name) => new(
        $"There is a recipient {name} already. Nothing was done; remove it first, or choose another name.",
        $"Đã có người nhận {name}. Chưa làm gì cả; hãy xoá trước hoặc chọn tên khác.");

    private static NoticeException TooMany() => new(
        $"There are {Most} recipients already, the most there may be. Nothing was done; have one address pass messages "
            + "on.",
        $"Đã có {Most} người nhận, mức tối đa. Chưa làm gì cả; hãy dùng một địa chỉ chuyển tiếp cho nhiều "
            + "người.");
}
