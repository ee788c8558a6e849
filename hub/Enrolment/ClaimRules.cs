using CheckIn.Contract;
using CheckIn.Enrolment;

namespace CheckIn.Hub.Enrolment;

/// <summary>
/// What may be asked of the desk, and the words when it may not be. Values in, a refusal or nothing out.
/// </summary>
internal static class ClaimRules
{
    /// <summary>The hub's own by default; a gate of that name would pass for it at another MQTT server.</summary>
    private const string Reserved = "checkin-hub";
    private const int MaxLabel = 100;
    private const int RoomForNumber = 6; // "-00001"

    /// <param name="order">What for.</param>
    /// <param name="plans">Those that there are.</param>
    /// <param name="hubName">The hub's at another MQTT server.</param>
    /// <exception cref="EnrolmentException">It is no order.</exception>
    internal static void CheckOrder(ClaimOrder order, IReadOnlyList<string> plans, string hubName)
    {
        CheckName("site", "Địa điểm", order.Site);
        if (order.Gate is { } gate)
            CheckName("gate", "Cổng", gate);
        if (order.Gate is not null && (order.Gate == Reserved || order.Gate == hubName))
        {
            throw new EnrolmentException(
                $"No gate can be called {order.Gate}: the hub bears that name. Nothing was done; choose another id.",
                $"Không cổng nào được mang tên {order.Gate}: đó là tên của trung tâm. Chưa làm gì cả; hãy chọn tên "
                    + "khác.");
        }
        if (order.Gate is { } poster && Venues.PosterGate.IsOne(poster))
        {
            throw new EnrolmentException(
                $"No gate can be called {poster}: that is what the records of a site's poster are called. Nothing was done; "
                    + "choose another id.",
                $"Không cổng nào được mang tên {poster}: tên này dành cho bản ghi của áp phích địa điểm. Chưa làm gì cả; hãy "
                    + "chọn tên khác.");
        }
        if (order.Gate is null && order.Site.Length > GateId.MaxLength - RoomForNumber)
        {
            throw new EnrolmentException(
                $"Site {order.Site} is too long a name to be numbered. Nothing was done; name the gate with --gate.",
                $"Tên địa điểm {order.Site} quá dài để đánh số cổng. Chưa làm gì cả; hãy đặt tên cổng bằng --gate.");
        }
        if (!plans.Contains(order.Plan))
        {
            throw new EnrolmentException(
                $"There is no lane plan '{order.Plan}'. Nothing was done; "
                    + $"there are {string.Join(", ", plans.Take(20))}.",
                $"Không có sơ đồ làn '{order.Plan}'. Chưa làm gì cả; hiện có {string.Join(", ", plans.Take(20))}.");
        }
        if (order.Label is { } label && (label.Length is 0 or > MaxLabel || label.Any(char.IsControl)))
        {
            throw new EnrolmentException(
                $"A name for people has 1 to {MaxLabel} characters on one line. Nothing was done.",
                $"Tên hiển thị dài từ 1 đến {MaxLabel} ký tự, trên một dòng. Chưa làm gì cả.");
        }
        if (order is { Replaces: true, Gate: null })
        {
            throw new EnrolmentException(
                "It is not said which gate is replaced. Nothing was done.",
                "Chưa cho biết cổng nào được thay thế. Chưa làm gì cả.");
        }
    }

    /// <exception cref="EnrolmentException">It is none.</exception>
    internal static void CheckBundle(ClaimOrder order, int count, TimeSpan lifetime, TimeSpan longest)
    {
        if (count is < 1 or > ClaimBundle.MaxCodes)
        {
            throw new EnrolmentException(
                $"A bundle has 1 to {ClaimBundle.MaxCodes} claims, not {count}. Nothing was done.",
                $"Một gói có từ 1 đến {ClaimBundle.MaxCodes} mã, không phải {count}. Chưa làm gì cả.");
        }
        if (lifetime < TimeSpan.FromMinutes(1) || lifetime > longest)
        {
            throw new EnrolmentException(
                $"Claims of a bundle live from 1 minute to {longest.TotalDays} days, not {lifetime}. Nothing was done.",
                $"Mã trong gói có hiệu lực từ 1 phút đến {longest.TotalDays} ngày, không phải {lifetime}. Chưa làm "
                    + "gì cả.");
        }
        if (order.Gate is not null || order.Replaces)
        {
            throw new EnrolmentException(
                "A bundle is for new gates, and the hub numbers them. Nothing was done; issue a code for this one.",
                "Gói mã dành cho các cổng mới do trung tâm đánh số. Chưa làm gì cả; hãy cấp mã riêng cho cổng này.");
        }
    }

    /// <summary>Whether claims may be issued, as things stand.</summary>
    /// <param name="order">What for.</param>
    /// <param name="gate">The gate it names, when the hub knows it.</param>
    /// <param name="waiting">Claims that would then wait.</param>
    /// <param name="most">May.</param>
    internal static EnrolmentException? MayIssue(ClaimOrder order, EnrolledGate? gate, long waiting, int most)
    {
        if (waiting > most)
        {
            return new EnrolmentException(
                $"With these, {waiting} claims would wait, and {most} may (Enrolment:MaxClaims). Nothing was done; "
                    + "use or withdraw some.",
                $"Nếu cấp thêm sẽ có {waiting} mã đang chờ, tối đa {most} (Enrolment:MaxClaims). Chưa làm gì cả; hãy "
                    + "dùng hoặc huỷ bớt mã.")
            {
                IsBusy = true,
            };
        }
        if (order.Replaces && gate is null)
            return NoSuchGate(order.Gate!);
        if (!order.Replaces && gate is { WasEnrolled: true })
        {
            return new EnrolmentException(
                $"Gate {gate.Id} is enrolled already ({InEnglish(gate.Standing)}). Nothing was done; to put another unit "
                    + $"in its place: checkin-hub replace {gate.Id}. For another gate choose another id.",
                $"Cổng {gate.Id} đã được đăng ký ({InVietnamese(gate.Standing)}). Chưa làm gì cả; để lắp thiết bị khác "
                    + $"thay vào: checkin-hub replace {gate.Id}. Nếu là cổng khác, hãy chọn tên khác.");
        }
        return null;
    }

    internal static EnrolmentException? MayWithdraw(ClaimRow? claim, string id) => claim switch
    {
        null => NoSuchClaim(id),
        { Use.Gate: var gate } => new EnrolmentException(
            $"Claim {id} is used: gate {gate} is in service by it. Nothing was done; to end that: checkin-hub revoke "
                + $"{gate}.",
            $"Mã {id} đã được dùng: cổng {gate} đang hoạt động. Chưa làm gì cả; để chấm dứt: checkin-hub revoke "
                + $"{gate}."),
        _ => null,
    };

    internal static EnrolmentException? MayLeave(EnrolledGate? gate, string id) => gate switch
    {
        null => NoSuchGate(id),
        { WasEnrolled: false } => new EnrolmentException(
            $"Gate {id} was never enrolled here, so it has no certificate. Nothing was done.",
            $"Cổng {id} chưa từng được đăng ký ở đây nên không có chứng thư. Chưa làm gì cả."),
        _ => null,
    };

    /// <summary>To wipe itself a gate must be one that the hub has something to say to.</summary>
    internal static EnrolmentException? MayDecommission(EnrolledGate gate) => gate.IsInService
        ? null
        : new EnrolmentException(
            $"Gate {gate.Id} is not in service ({InEnglish(gate.Standing)}), so it cannot be told to wipe itself. "
                + $"Nothing was done; if it still runs somewhere: checkin-hub revoke {gate.Id}.",
            $"Cổng {gate.Id} không còn hoạt động ({InVietnamese(gate.Standing)}) nên không thể yêu cầu xoá dữ liệu. "
                + $"Chưa làm gì cả; nếu cổng vẫn chạy ở đâu đó: checkin-hub revoke {gate.Id}.");

    internal static EnrolmentException NoSuchGate(string gate) => new(
        $"There is no gate {gate}. Nothing was done; GET /api/v1/gates lists them.",
        $"Không có cổng {gate}. Chưa làm gì cả; GET /api/v1/gates liệt kê các cổng.")
    {
        IsUnknown = true,
    };

    /// <summary>To whoever may not hand out codes everywhere.</summary>
    internal static EnrolmentException NoSuchSite(string site) => new(
        $"There is no site {site}. Nothing was done; GET /api/v1/sites lists them.",
        $"Không có địa điểm {site}. Chưa làm gì cả; GET /api/v1/sites liệt kê các địa điểm.")
    {
        IsUnknown = true,
    };

    /// <summary>The name is somebody's whom whoever asks does not see.</summary>
    internal static EnrolmentException NotGiven(string gate) => new(
        $"The id {gate} cannot be given. Nothing was done; choose another, or leave it to the hub.",
        $"Không thể dùng tên cổng {gate}. Chưa làm gì cả; hãy chọn tên khác, hoặc để trung tâm đặt tên.");

    internal static EnrolmentException NoSuchClaim(string id) => new(
        $"There is no claim or bundle {id}. Nothing was done.", $"Không có mã hoặc gói {id}. Chưa làm gì cả.")
    {
        IsUnknown = true,
    };

    internal static EnrolmentException NoSuchPlan(string name, IReadOnlyList<string> plans) => new(
        $"There is no lane plan '{name}'. There are {string.Join(", ", plans.Take(20))}.",
        $"Không có sơ đồ làn '{name}'. Hiện có {string.Join(", ", plans.Take(20))}.")
    {
        IsUnknown = true,
    };

    internal static EnrolmentException WrongPage() => new(
        "after is the id of a row, limit 1 to 1000.", "after là số của một dòng, limit từ 1 đến 1000.")
    {
        IsMalformed = true,
    };

    /// <summary>A reason is kept, listed and shown.</summary>
    internal static string CheckWhy(string? why)
    {
        const int most = 200;
        var text = why?.Trim() is { Length: > 0 } said ? said : "revoked";
        return text.Length <= most && !text.Any(char.IsControl) ? text : throw new EnrolmentException(
            $"A reason has at most {most} characters on one line. Nothing was done.",
            $"Lý do dài tối đa {most} ký tự, trên một dòng. Chưa làm gì cả.");
    }

    internal static EnrolmentException AnotherAuthority() => new(
        "The gates' certificates are made by another authority (Broker:TlsClientAuthority), so no code would get a "
            + "gate one. Nothing was done; have that authority make it, and name it at the gate (Uplink:Certificate).",
        "Chứng thư của các cổng do một nơi khác cấp (Broker:TlsClientAuthority) nên mã đăng ký không dùng được. "
            + "Chưa làm gì cả; hãy xin chứng thư ở nơi đó và khai báo tại cổng (Uplink:Certificate).");

    internal static EnrolmentException TooFast(int most) => new(
        $"More than {most} codes were asked for within a minute (Enrolment:CodesPerMinute). Nothing was done; try "
            + "again in a minute.",
        $"Đã yêu cầu hơn {most} mã trong một phút (Enrolment:CodesPerMinute). Chưa làm gì cả; hãy thử lại sau một "
            + "phút.")
    {
        IsBusy = true,
    };

    /// <summary>For the audit.</summary>
    internal static string InWords(ClaimOrder order, int count) => $"site {order.Site}, plan {order.Plan}"
        + (order.Gate is { } gate ? $", {(order.Replaces ? "replaces" : "gate")} {gate}" : "")
        + (count > 1 ? $", {count} claims" : "");

    /// <summary>Without a standing it came by its certificate alone: the database was put back from a backup.</summary>
    private static string InEnglish(string? standing) => standing ?? "by a certificate of before this database";

    private static string InVietnamese(string? standing) => standing switch
    {
        Standings.Active => "đang hoạt động",
        Standings.Leaving => "đang ngừng sử dụng",
        Standings.Left => "đã ngừng sử dụng",
        Standings.Revoked => "đã thu hồi",
        null => "bằng chứng thư có trước cơ sở dữ liệu này",
        _ => standing,
    };

    private static void CheckName(string english, string vietnamese, string name)
    {
        if (!GateId.IsValid(name))
        {
            throw new EnrolmentException(
                $"The {english} is '{name}'; allowed: 1 to 64 of a to z, 0 to 9 and -. Nothing was done.",
                $"{vietnamese} là '{name}'; chỉ dùng 1 đến 64 ký tự a đến z, 0 đến 9 và -. Chưa làm gì cả.");
        }
    }
}
