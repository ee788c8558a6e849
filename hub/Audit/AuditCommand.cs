using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Audit;

/// <summary><c>checkin-hub audit</c>: who did what.</summary>
internal static class AuditCommand
{
    private static readonly Dictionary<string, (string English, string Vietnamese)> Words = new(StringComparer.Ordinal)
    {
        [AuditActions.CodeIssued] = ("code issued", "cấp mã đăng ký"),
        [AuditActions.CodeWithdrawn] = ("code withdrawn", "huỷ mã đăng ký"),
        [AuditActions.BundleIssued] = ("bundle issued", "cấp gói mã"),
        [AuditActions.ClaimTaken] = ("gate enrolled", "đăng ký cổng"),
        [AuditActions.CertificateRenewed] = ("certificate renewed", "gia hạn chứng thư"),
        [AuditActions.Revoked] = ("certificates revoked", "thu hồi chứng thư"),
        [AuditActions.Decommissioning] = ("told to leave", "cho ngừng sử dụng"),
        [AuditActions.Wiped] = ("gate wiped itself", "cổng đã tự xoá"),
        [AuditActions.KeysRotated] = ("keys rotated", "đổi khoá"),
        [AuditActions.RecipientAdded] = ("recipient added", "thêm người nhận"),
        [AuditActions.RecipientRemoved] = ("recipient removed", "xoá người nhận"),
        [AuditActions.NoticeSentAgain] = ("notice sent again", "gửi lại thông báo"),
        [AuditActions.PlanSaved] = ("plan saved", "lưu sơ đồ làn"),
        [AuditActions.AlertAcknowledged] = ("alert acknowledged", "nhận xử lý cảnh báo"),
        [AuditActions.AlertSnoozed] = ("alert snoozed or woken", "tạm ẩn hoặc hiện lại cảnh báo"),
        [AuditActions.SitesImported] = ("sites imported", "nhập địa điểm"),
        [AuditActions.SiteSaved] = ("site saved", "lưu địa điểm"),
        [AuditActions.SiteRemoved] = ("site removed", "xoá địa điểm"),
        [AuditActions.NodesImported] = ("nodes imported", "nhập đơn vị"),
        [AuditActions.NodeSaved] = ("node saved", "lưu đơn vị"),
        [AuditActions.LevelSaved] = ("level saved", "lưu cấp đơn vị"),
        [AuditActions.MaintenanceAnnounced] = ("maintenance announced", "báo trước bảo trì"),
        [AuditActions.MaintenanceEnded] = ("maintenance ended", "kết thúc bảo trì"),
        [AuditActions.LinkMade] = ("one-time link made", "tạo liên kết một lần"),
        [AuditActions.LinkOpened] = ("signed in by link", "đăng nhập bằng liên kết"),
        [AuditActions.PersonInvited] = ("person invited", "mời người dùng"),
        [AuditActions.PersonSetUp] = ("account set up", "thiết lập tài khoản"),
        [AuditActions.PersonRenamed] = ("name to show changed", "đổi tên hiển thị"),
        [AuditActions.PersonReset] = ("account reset", "đặt lại tài khoản"),
        [AuditActions.PersonRemoved] = ("person removed", "xoá người dùng"),
        [AuditActions.RoleGiven] = ("role given", "giao vai trò"),
        [AuditActions.RoleTaken] = ("role taken", "thu vai trò"),
        [AuditActions.SignedIn] = ("signed in", "đăng nhập"),
        [AuditActions.SignedOut] = ("signed out", "đăng xuất"),
        [AuditActions.SignInRefused] = ("sign-in refused", "từ chối đăng nhập"),
        [AuditActions.ActRefused] = ("act refused", "từ chối thao tác"),
        [AuditActions.SessionsEnded] = ("sessions ended", "kết thúc phiên đăng nhập"),
        [AuditActions.PasswordChanged] = ("password changed", "đổi mật khẩu"),
        [AuditActions.FactorSetUp] = ("second factor set up", "thiết lập xác minh bước hai"),
        [AuditActions.FactorRemoved] = ("second factor removed", "xoá xác minh bước hai"),
        [AuditActions.RecoveryCodesMade] = ("recovery codes made", "tạo mã khôi phục"),
        [AuditActions.IdentityLinked] = ("identity linked", "liên kết danh tính ngoài"),
        [AuditActions.IdentityUnlinked] = ("identity unlinked", "bỏ liên kết danh tính ngoài"),
        [AuditActions.TokenMade] = ("token made", "tạo mã truy cập API"),
        [AuditActions.TokenWithdrawn] = ("token withdrawn", "thu hồi mã truy cập API"),
    };

    internal static Command Create(CommandContext context)
    {
        var after = new Option<long?>("--after")
        {
            HelpName = "NUMBER",
            Description = "from behind this row on, oldest first; default: the newest first",
        };
        var limit = new Option<int>("--limit")
        {
            HelpName = "N",
            Description = "rows, 1 to 1000",
            DefaultValueFactory = _ => 50,
        };
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("audit", "who did what, and what came of it") { after, limit, json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var page = line.GetValue(after) is { } from ? $"&after={from}" : "";
            var list = await running.AskAsync(
                HttpMethod.Get, $"/api/v1/audit?limit={line.GetValue(limit)}{page}", null, AdminJson.Default.AuditList,
                cancellation);
            foreach (var row in list.Audit)
            {
                await context.Output.WriteLineAsync(line.GetValue(json)
                    ? JsonSerializer.Serialize(row, AdminJson.Default.AuditRow) : InWords(context, row));
            }
            if (list.Audit.Count == 0 && !line.GetValue(json))
                await context.Output.WriteLineAsync(context.Say("Nothing yet.", "Chưa có gì."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static string InWords(CommandContext context, AuditRow row)
    {
        var action = Words.TryGetValue(row.Action, out var words)
            ? context.Say(words.English, words.Vietnamese) : row.Action;
        var mark = row.Outcome == "done" ? "✓" : "✗ " + row.Outcome;
        return string.Create(CultureInfo.InvariantCulture,
            $"{row.Id,6}  {row.At.ToLocalTime():yyyy-MM-dd HH:mm:ss}  {row.Actor,-12} {action,-22} {row.Subject,-24} ")
            + $"{mark}  {row.Detail}".TrimEnd();
    }
}
