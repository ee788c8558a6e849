using System.CommandLine;
using System.Globalization;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Backups;

/// <summary>
/// <c>checkin-hub restore</c>: puts a backup into an empty folder, checks all of it, and says what now.
/// </summary>
internal static class RestoreCommand
{
    internal static Command Create(CommandContext context)
    {
        var file = new Argument<string>("file") { HelpName = "FILE" };
        var to = new Option<string>("--to")
        {
            HelpName = "FOLDER",
            Required = true,
            Description = context.Say("an empty folder, or one that is not there", "thư mục trống hoặc chưa có"),
        };
        var accept = new Option<bool>("--accept-faults")
        {
            Description = context.Say(
                "put it in place although its chains are not whole", "vẫn khôi phục dù các chuỗi không toàn vẹn"),
        };
        var (key, passphrase) = (BackupCommand.PrivateKey(context), Passphrase.FromFile());
        var command = new Command("restore", context.Say(
            "puts a backup into an empty folder and checks it: every chunk, file, database and chain",
            "khôi phục vào thư mục trống và kiểm tra từng khối, tệp, cơ sở dữ liệu và chuỗi"))
        {
            file, key, passphrase, to, accept,
        };
        command.SetAction((line, cancellation) => BackupCommand.Guarded(context, () =>
        {
            using var opened = BackupKey.OpenPrivate(
                line.GetValue(key)!, Passphrase.Ask(context, line.GetValue(passphrase), isNew: false));
            var target = line.GetValue(to)!;
            var (manifest, report, voided) = new Restoring(TimeProvider.System).Run(
                line.GetValue(file)!, opened, target, line.GetValue(accept), context.Language, cancellation);
            Tell(context, target, manifest, report, voided);
        }));
        return command;
    }

    private static void Tell(
        CommandContext context, string target, BackupManifest manifest, RestoreReport report, Voided voided)
    {
        var output = context.Output;
        foreach (var fault in report.Faults)
            output.WriteLine("✗ " + fault);
        output.WriteLine((report.Faults.Count == 0 ? "✓ " : "! ") + context.Say(
            string.Create(CultureInfo.InvariantCulture, $"""
                The hub as it was on {manifest.Created:yyyy-MM-dd HH:mm:ss} UTC is in {target}: {manifest.Files.Count}
                  files.
                  Checked: {report.Databases} databases, {report.AuditRows} rows and {report.Seals} seals of the
                    audit, {report.Events} events of {report.Journals} journals ({report.Lost} were lost before the
                    backup already).
                """),
            string.Create(CultureInfo.InvariantCulture, $"""
                Trung tâm như lúc {manifest.Created:HH:mm:ss dd/MM/yyyy} UTC đã có trong {target}:
                  {manifest.Files.Count} tệp.
                  Đã kiểm tra: {report.Databases} cơ sở dữ liệu, {report.AuditRows} dòng và {report.Seals} niêm phong
                    của nhật ký kiểm toán, {report.Events} sự kiện của {report.Journals} nhật ký cổng ({report.Lost}
                    đã mất từ trước khi sao lưu).
                """)));
        output.WriteLine(context.Say(
            string.Create(CultureInfo.InvariantCulture, $"""

                Comes back by itself: events since then, from the gates, as far as they still keep them (at least 120
                  hours of what was delivered; all that was not); what gates report of themselves.
                Made void: {voided.Claims} enrolment codes and {voided.Links} one-time links that were open; everybody
                  signs in again. Ended: {voided.Modes} orders of hold open and free passage, which somebody may have
                  ended since; a lockdown stands until its end: checkin-hub mode list.
                Is gone, and has to be done again: whatever people did at the hub since then. First of all:
                  1. Gates revoked or decommissioned since then are in service again: checkin-hub revoke GATE. Or put
                     authority/revoked.crl of the hub that was in place of the one here, if it can still be read.
                  2. People, roles, passwords and tokens are as they were: take away again what was taken away since.
                  3. Gates enrolled since then deliver, but where they stand is not known: checkin-hub replace GATE
                     --site S --plan P.
                  4. Sites, plans, recipients and packages saved since then: save them again.
                Start the hub with --Events:Path={target}/hub.db, and never this one and the old one at a time.
                """),
            string.Create(CultureInfo.InvariantCulture, $"""

                Tự trở lại: các sự kiện từ đó đến nay, do cổng gửi lại nếu còn giữ (ít nhất 120 giờ với sự kiện đã
                  gửi, toàn bộ với sự kiện chưa gửi); những gì cổng tự báo cáo.
                Đã vô hiệu: {voided.Claims} mã đăng ký và {voided.Links} liên kết một lần đang mở; mọi người phải đăng
                  nhập lại. Đã kết thúc: {voided.Modes} lệnh giữ cửa mở và cho qua tự do, vì có thể đã được kết thúc từ
                  đó; lệnh khoá lối vào vẫn hiệu lực đến hết giờ: checkin-hub mode list.
                Đã mất, phải làm lại: mọi thao tác tại trung tâm từ đó đến nay. Trước hết:
                  1. Cổng bị thu hồi hoặc ngừng sử dụng từ đó lại hoạt động: checkin-hub revoke CỔNG. Hoặc lấy
                     authority/revoked.crl của trung tâm cũ, nếu còn đọc được, thay cho tệp ở đây.
                  2. Người dùng, vai trò, mật khẩu và mã truy cập như cũ: hãy gỡ lại những gì đã gỡ từ đó.
                  3. Cổng đăng ký từ đó vẫn gửi dữ liệu nhưng chưa rõ ở đâu: checkin-hub replace CỔNG --site S --plan P.
                  4. Địa điểm, sơ đồ làn, người nhận và gói cập nhật đã lưu từ đó: hãy lưu lại.
                Chạy trung tâm với --Events:Path={target}/hub.db, và không bao giờ chạy cùng lúc với trung tâm cũ.
                """)));
        foreach (var (name, was) in manifest.Places)
        {
            output.WriteLine("! " + context.Say(
                $"{name} was in {was}; here it is {target}/{name}: move it there, or leave its setting out.",
                $"{name} trước đây ở {was}; nay ở {target}/{name}: hãy chuyển về đó hoặc bỏ thiết đặt."));
        }
    }
}
