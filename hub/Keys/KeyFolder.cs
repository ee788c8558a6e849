using CheckIn.Enrolment;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Hub.Keys;

/// <summary>The keys as they lie on the disk. Not for two threads at a time.</summary>
internal sealed class KeyFolder(KeyPlaces places, ILogger? logger = null)
{
    internal static readonly (string English, string Vietnamese) Standstill = (
        "Gates in service go on with the keys they have; none is enrolled and none gets new keys.",
        "Các cổng đang chạy vẫn dùng khoá đã có; chưa thể đăng ký cổng mới hay cấp khoá mới.");

    private readonly ILogger _logger = logger ?? NullLogger.Instance;
    private readonly FileMemory<string> _mark = new(places.RootMark, static (_, text) => text.Trim());
    private readonly FileMemory<TagRoot> _root = new(places.Root, TagRoot.Parse);
    private readonly FileMemory<SiteGenerations> _sites = new(places.Sites, SiteGenerations.Parse);
    private readonly TracingKeys _tracing = new(places);
    private bool _isLookedAt;

    /// <summary>The root and what stands on it; made if there has never been one.</summary>
    internal (TagRoot Root, SiteGenerations Sites) Open(DateTimeOffset now)
    {
        var mark = _mark.Read();
        if (_root.Read() is not { } root)
        {
            if (mark is not null)
                throw Missing();
            KeyPlaces.Prepare(places.Directory, places.IsOwn, "Keys:Directory", Standstill);
            root = TagRoot.Make();
            _root.Write(root, root.ToText());
            Log.RootMade(_logger, places.Root);
        }
        if (mark is null)
            _mark.Write(root.Id, root.Id);
        else if (mark != root.Id)
            throw Another();
        Close();
        var sites = _sites.Read() ?? SiteGenerations.None;
        if (sites.Root == root.Id)
            return (root, sites);
        // Another root gives other keys, and gates take up only what has another number.
        sites = sites.Next([.. sites.Sites.Keys], now) with { Root = root.Id };
        Keep(sites);
        return (root, sites);
    }

    /// <summary>The same, for who only looks; null = none has ever been made.</summary>
    internal (TagRoot Root, SiteGenerations Sites)? Peek()
    {
        var mark = _mark.Read();
        if (_root.Read() is not { } root)
            return mark is null ? null : throw Missing();
        if (mark is not null && mark != root.Id)
            throw Another();
        return (root, _sites.Read() ?? SiteGenerations.None);
    }

    internal void Keep(SiteGenerations sites) => _sites.Write(sites, sites.ToText());

    /// <summary>Public tracing keys for gates.</summary>
    internal IReadOnlyList<TracingPublicKey> Tracing(DateOnly today)
    {
        var keys = _tracing.From(today);
        if (keys.Count == 0 || string.CompareOrdinal(keys[0].Day, Sealing.SealedFields.DayText(today)) < 0)
        {
            _tracing.MakeAhead(today);
            keys = _tracing.From(today);
        }
        return keys.Count > 0 ? keys : throw new KeysException(
            $"There is not one public tracing key in {places.TracingPublic}, so gates could not seal what they "
            + "record. Gates in "
            + "service go on with the keys they have; none is enrolled. Keys:TracingDirectory is 'none': make keys "
            + "on the other "
            + "machine with 'checkin-hub keys make' and copy its tracing-public directory to this place.",
            $"Không có khoá truy vết công khai nào trong {places.TracingPublic}, nên cổng không thể niêm phong dữ "
            + "liệu. "
            + $"{Standstill.Vietnamese} Keys:TracingDirectory đặt là 'none': hãy tạo khoá trên máy kia bằng "
            + "'checkin-hub keys make' "
            + "rồi chép thư mục tracing-public vào đây.");
    }

    /// <summary>Makes tracing keys ahead.</summary>
    /// <returns>For how many days from today on there are public keys.</returns>
    internal int MakeTracing(DateOnly today)
    {
        _tracing.MakeAhead(today);
        var first = Sealing.SealedFields.DayText(today);
        return _tracing.From(today).Count(key => string.CompareOrdinal(key.Day, first) >= 0);
    }

    internal static KeysException FewTracing(int days) => days == 0
        ? new KeysException(
            "There is no public tracing key of today or later: gates seal to the last one they have, so that erasing "
            + "that day would "
            + "erase these too. Make keys on the other machine with 'checkin-hub keys make' and copy them here.",
            "Không còn khoá truy vết công khai cho hôm nay và các ngày sau: cổng niêm phong bằng khoá cuối cùng, nên "
            + "khi xoá ngày đó "
            + "thì cũng xoá dữ liệu này. Hãy tạo khoá trên máy kia bằng 'checkin-hub keys make' rồi chép vào đây.")
        : new KeysException(
            $"There are public tracing keys for {days} more days. Make keys on the other machine with 'checkin-hub "
            + "keys make' and "
            + "copy them here before that; gates that have none seal to the last one.",
            $"Khoá truy vết công khai chỉ còn đủ cho {days} ngày. Hãy tạo khoá trên máy kia bằng 'checkin-hub keys "
            + "make' và chép vào "
            + "đây trước khi hết; cổng hết khoá sẽ niêm phong bằng khoá cuối cùng.");

    private void Close()
    {
        if (_isLookedAt)
            return;
        _isLookedAt = true;
        if (!KeyFiles.Close(places.Directory) || !KeyFiles.Close(places.Root))
            Log.OpenToOthers(_logger, places.Directory);
    }

    private KeysException Missing() => new(
        $"The root of the tag keys is not in {places.Directory}. {Standstill.English} Is its medium connected, and "
        + "Keys:Directory "
        + $"the right place? Connect it, or put the file {TagRoot.FileName} back from its copy. If it is lost for "
        + "good, remove "
        + $"{places.RootMark}: the hub then makes a new root, every gate gets new tag keys, and tags of before can no "
        + "longer be traced.",
        $"Không thấy khoá gốc của mã ẩn danh trong {places.Directory}. {Standstill.Vietnamese} Đã gắn thiết bị lưu "
        + "trữ và "
        + $"Keys:Directory đã đúng chưa? Hãy gắn lại, hoặc khôi phục tệp {TagRoot.FileName} từ bản sao. Nếu đã mất "
        + "hẳn thì xoá "
        + $"{places.RootMark}: trung tâm sẽ tạo khoá gốc mới, mọi cổng nhận khoá mới, và không truy vết được các mã "
        + "ẩn danh cũ.");

    private KeysException Another() => new(
        $"{places.Root} is another root of tag keys than the one this hub has used. {Standstill.English} Connect the "
        + "right medium. "
        + $"If this one is meant to take its place, remove {places.RootMark}: every gate gets new tag keys, and tags "
        + "of before can "
        + "no longer be traced without the other root.",
        $"{places.Root} không phải khoá gốc mà trung tâm này đã dùng. {Standstill.Vietnamese} Hãy gắn đúng thiết bị "
        + "lưu trữ. Nếu "
        + $"muốn dùng khoá gốc này thay thế thì xoá {places.RootMark}: mọi cổng nhận khoá mới, và không truy vết được "
        + "các mã ẩn danh "
        + "cũ nếu thiếu khoá gốc kia.");
}
