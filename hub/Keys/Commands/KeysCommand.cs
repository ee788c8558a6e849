using System.CommandLine;
using System.Net.Http.Json;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Keys;

/// <summary><c>checkin-hub keys show | rotate | make</c>.</summary>
internal static class KeysCommand
{
    internal static Command Create(CommandContext context) => new(
        "keys",
        context.Say("keys that gates get for tags and sealing", "khoá cấp cho cổng để tạo mã ẩn danh và niêm phong"))
    {
        Show(context), Rotate(context), Make(context),
    };

    private static Command Show(CommandContext context)
    {
        var json = new Option<bool>("--json") { Description = context.Say("for machines", "cho máy đọc") };
        var command = new Command("show", context.Say(
            "what lies where, and how long the tracing keys last; run it as the hub's user",
            "khoá nào nằm ở đâu, khoá truy vết còn đến bao giờ; chạy bằng người dùng của trung tâm")) { json };
        command.SetAction(line => KeysPage.Show(context, line.GetValue(json), TimeProvider.System));
        return command;
    }

    private static Command Rotate(CommandContext context)
    {
        var site = new Option<string?>("--site")
        {
            Description = context.Say("this site alone; by default every one", "chỉ địa điểm này; mặc định là tất cả"),
        };
        var hub = new Option<string?>("--hub")
        {
            Description = context.Say(
                "the hub's address; by default as Web:Listen", "địa chỉ trung tâm; mặc định theo Web:Listen"),
        };
        var command = new Command("rotate", context.Say(
            "new tag keys: gates take them up with their next question, the old ones are erased there",
            "tạo khoá mã ẩn danh mới: cổng nhận trong lần hỏi kế tiếp và xoá khoá cũ")) { site, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var named = line.GetValue(site);
            await running.TellAsync(HttpMethod.Post, "api/v1/keys/rotate", JsonContent.Create(
                new RotationOrder(named), KeysJson.Default.RotationOrder), cancellation);
            await context.Output.WriteLineAsync("✓ " + context.Say(
                $"New tag keys for {named ?? "every site"}. Gates that are connected take them up now, the others when they "
                + "come back; tags of before stay traceable.",
                $"Đã tạo khoá mã ẩn danh mới cho {named ?? "mọi địa điểm"}. Cổng đang kết nối nhận ngay, cổng khác nhận khi "
                + "kết nối lại; mã ẩn danh cũ vẫn truy vết được."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Make(CommandContext context)
    {
        var days = new Option<int>("--days")
        {
            Description = context.Say("how many, 1 to 4000", "số ngày, 1 đến 4000"),
            Required = true,
        };
        var output = new Option<string>("--out")
        {
            Description = context.Say("where to", "thư mục ghi ra"),
            Required = true,
        };
        var from = new Option<string?>("--from")
        {
            Description = context.Say(
                "first day, yyyy-MM-dd; by default today", "ngày đầu, yyyy-MM-dd; mặc định hôm nay"),
        };
        var command = new Command("make", context.Say(
            "tracing keys made on another machine, whose private halves never see the hub",
            "tạo khoá truy vết trên máy khác, để khoá riêng không bao giờ có ở trung tâm")) { days, output, from };
        command.SetAction(line => KeysPage.Make(
            context, line.GetValue(days), line.GetValue(output)!, line.GetValue(from), TimeProvider.System));
        return command;
    }
}
