using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Modes.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Passes.Commands;

/// <summary><c>checkin-hub pass issue</c>: the code of a pass, as text and as a picture.</summary>
internal static class IssueCommand
{
    internal static Command Create(CommandContext context, Option<string?> hub)
    {
        var category = new Argument<string>("category")
        {
            HelpName = "CATEGORY",
            Description = "staff, visitor, deliverer or another word",
        };
        var until = new Option<string>("--until")
        {
            Required = true,
            HelpName = "TIME",
            Description = "when it ends: a date and time, or +30d",
        };
        var from = Text("--from", "TIME", "when it begins; default now");
        var scope = Text("--scope", "SCOPE", "where it is good: site:CODE, node:CODE; default hub");
        var phone = Text("--phone-key", "FILE", "a phone's public key as JWK: a rotating pass");
        var label = Text("--label", "TEXT", "such as the card's printed number; no name");
        var count = new Option<int>("--count") { HelpName = "N", Description = "1 to 1000", DefaultValueFactory = _ => 1 };
        var (picture, json) = (CommandOptions.Picture(), CommandOptions.Json());
        var command = new Command("issue", "passes for cards and paper, or one for a phone; their codes are told only now")
        {
            category, until, from, scope, phone, label, count, picture, json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var asked = new PassRequest(
                line.GetRequiredValue(category), Moments.Read(context, line.GetRequiredValue(until)),
                line.GetValue(from) is { } begins ? Moments.Read(context, begins) : null, line.GetValue(scope),
                line.GetValue(phone) is { } path ? ReadKey(context, path) : null, null, line.GetValue(label),
                line.GetValue(count));
            if (line.GetValue(picture) is not null && asked.Count != 1)
                throw context.Refusal("A picture is of one pass; nothing was done", "Ảnh là của một thẻ; chưa làm gì cả");
            var issued = await running.AskAsync(
                HttpMethod.Post, PassCommand.Api, JsonContent.Create(asked, PassesJson.Default.PassRequest),
                PassesJson.Default.PassAnswers, cancellation);
            return await ShowAsync(context, issued, line.GetValue(picture), line.GetValue(json));
        }));
        return command;
    }

    private static Option<string?> Text(string name, string what, string about) =>
        new(name) { HelpName = what, Description = about };

    private static async Task<int> ShowAsync(CommandContext context, PassAnswers issued, string? picture, bool isJson)
    {
        if (isJson)
            await context.Output.WriteLineAsync(JsonSerializer.Serialize(issued, PassesJson.Default.PassAnswers));
        else
        {
            foreach (var pass in issued.Passes)
                await context.Output.WriteLineAsync($"{pass.Id}  {pass.Code}");
        }
        if (!isJson && issued.Passes is [var only])
        {
            if (context.IsTerminal)
                await context.Terminal.WriteAsync(QrPicture.Draw(only.Code));
            await context.Output.WriteLineAsync(context.Say(
                $"✓ Good until {Moments.Local(only.ExpiresAt)}. Whoever has this code has the pass; it is told only now.",
                $"✓ Có hiệu lực đến {Moments.Local(only.ExpiresAt)}. Ai có mã này là có thẻ; mã chỉ hiện lần này."));
        }
        return picture is null || await IsSavedAsync(context, picture, issued.Passes[0].Code)
            ? CommandContext.Done : CommandContext.Refused;
    }

    private static async Task<bool> IsSavedAsync(CommandContext context, string path, string code)
    {
        try
        {
            QrPicture.Save(code, path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await context.Errors.WriteLineAsync("✗ " + context.Say(
                $"The picture cannot be written: {e.Message} The pass is good all the same.",
                $"Không ghi được ảnh: {e.Message} Thẻ vẫn dùng được."));
            return false;
        }
    }

    private static PhoneKey ReadKey(CommandContext context, string path)
    {
        try
        {
            using var jwk = JsonDocument.Parse(File.ReadAllText(path));
            string? Part(string name) => jwk.RootElement.TryGetProperty(name, out var part) ? part.GetString() : null;
            return new PhoneKey(Part("kty"), Part("crv"), Part("x"), Part("y"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw context.Refusal(
                $"{path} holds no JWK: {e.Message} Nothing was done", $"{path} không chứa JWK: {e.Message} Chưa làm gì cả");
        }
    }
}
