using System.Text;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Updates.Releasing;

/// <summary>The passphrase of a key: from a file, or asked without showing what is typed.</summary>
internal static class Passphrase
{
    /// <summary>Characters at least, of a new one.</summary>
    internal const int Least = 12;
    private const int Most = 1024;

    /// <param name="context">The command's.</param>
    /// <param name="file">Its first line; null = it is asked.</param>
    /// <param name="isNew">It is asked twice, and must be long enough.</param>
    /// <exception cref="HubRefusalException">There is none.</exception>
    internal static string Read(CommandContext context, string? file, bool isNew)
    {
        var text = file is not null ? FirstLine(context, file)
            : context.Input is null ? throw context.Refusal(
                "There is no terminal to ask for the passphrase; give it in a file with --passphrase-file. Nothing was done",
                "Không có màn hình để hỏi mật khẩu khoá; hãy ghi vào tệp và dùng --passphrase-file. Chưa làm gì cả")
            : Ask(context, context.Say("Passphrase of the key: ", "Mật khẩu của khoá: "));
        if (!isNew)
            return text;
        if (text.Length < Least)
        {
            throw context.Refusal(
                $"The passphrase has fewer than {Least} characters. Nothing was done",
                $"Mật khẩu ngắn hơn {Least} ký tự. Chưa làm gì cả");
        }
        if (file is null && Ask(context, context.Say("Once more: ", "Nhập lại: ")) != text)
            throw context.Refusal("The two are not the same. Nothing was done", "Hai lần nhập không giống nhau. Chưa làm gì cả");
        return text;
    }

    private static string FirstLine(CommandContext context, string file)
    {
        try
        {
            using var reader = new StreamReader(file);
            return reader.ReadLine() is { Length: > 0 and <= Most } line ? line : throw context.Refusal(
                $"{file} has no passphrase on its first line. Nothing was done",
                $"Dòng đầu của {file} không có mật khẩu. Chưa làm gì cả");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw context.Refusal($"{e.Message} Nothing was done", $"{e.Message} Chưa làm gì cả");
        }
    }

    private static string Ask(CommandContext context, string prompt)
    {
        context.Errors.Write(prompt);
        context.Errors.Flush();
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar) && typed.Length < Most)
                typed.Append(key.KeyChar);
        }
        context.Errors.WriteLine();
        return typed.ToString();
    }
}
