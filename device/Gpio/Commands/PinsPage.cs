using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CheckIn.Gate.Gpio.Commands;

/// <summary>A report as a technician reads it, and as a program does.</summary>
internal static class PinsPage
{
    private static readonly JsonWriterOptions Plain = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void Print(PinsReport report, PinsTexts texts, TextWriter output)
    {
        PrintAnswer(report, texts, output);
        if (report.Closed is not null)
            output.WriteLine("! " + Format(texts.Closed, report.Closed));
        foreach (var chip in report.Chips)
            PrintChip(report, chip, texts, output);
        if ((report.Chosen ?? (report.Chips.Count > 0 ? report.Chips[0] : null)) is { } named)
        {
            output.WriteLine();
            // 0 and 1 belong to the boards that are put on a header.
            var free = report.Free.FirstOrDefault(line => line.Pin > 1)?.Pin ?? 17;
            output.WriteLine(Format(texts.Set, named.Label.Length > 0 ? named.Label : named.Path, free));
        }
    }

    internal static void PrintVirtual(IReadOnlyList<Lanes.PinUse> uses, PinsTexts texts, TextWriter output)
    {
        output.WriteLine("✓ " + texts.Virtual);
        foreach (var use in uses)
            output.WriteLine(Format("  {0,3}  {1} ({2})", use.Pin, use.Key, use.Owner));
        if (uses.Count == 0)
            output.WriteLine("  " + texts.NothingWired);
    }

    internal static void PrintJson(PinsReport report, TextWriter output)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            json.WriteStartObject();
            json.WriteBoolean("well"u8, report.IsWell);
            json.WriteString("setting"u8, report.Setting);
            json.WriteString("chosen"u8, report.Chosen?.Path);
            json.WriteStartArray("chips"u8);
            foreach (var chip in report.Chips)
                WriteChip(report, chip, json);
            json.WriteEndArray();
            json.WriteStartArray("faults"u8);
            foreach (var use in report.Uses.Where(use => use.Fault != PinFault.None))
            {
                json.WriteStartObject();
                json.WriteString("setting"u8, use.Use.Key);
                json.WriteNumber("pin"u8, use.Use.Pin);
                json.WriteString("fault"u8, use.Fault == PinFault.Busy ? "busy"u8 : "missing"u8);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static void PrintAnswer(PinsReport report, PinsTexts texts, TextWriter output)
    {
        var faults = report.Uses.Where(use => use.Fault != PinFault.None).ToArray();
        if (report.Chips.Count == 0)
            output.WriteLine("✗ " + texts.NoChip);
        else if (report.Chosen is null)
            output.WriteLine("✗ " + Format(texts.ChipUnclear, report.Setting));
        else if (faults.Length > 0)
            output.WriteLine("✗ " + Format(texts.Faults, faults.Length, report.Uses.Count));
        else
            output.WriteLine("✓ " + (report.Uses.Count == 0 ? texts.NothingWired : Format(texts.Well, report.Uses.Count)));
        foreach (var use in faults)
        {
            var why = use.Fault == PinFault.Missing ? texts.Missing : Format(texts.Busy, Holder(use.Line!, texts));
            output.WriteLine(Format("  ✗ {0} = {1} ({2}): {3}", use.Use.Key, use.Use.Pin, use.Use.Owner, why));
        }
    }

    private static void PrintChip(PinsReport report, SeenChip chip, PinsTexts texts, TextWriter output)
    {
        var isChosen = chip == report.Chosen;
        output.WriteLine();
        output.WriteLine(Format(texts.Chip, chip.Label, chip.Path, chip.Lines.Count) + (isChosen ? ": " + texts.Chosen : ""));
        var longest = chip.Lines.Select(line => line.Name.Length).DefaultIfEmpty().Max();
        foreach (var line in chip.Lines)
        {
            var uses = isChosen ? report.Uses.Where(use => use.Use.Pin == line.Pin).Select(use => use.Use.Key) : [];
            var holder = line.IsUsed ? Held(line, texts) : texts.Free;
            output.WriteLine(Format(
                "  {0,3}  {1}  {2,-6}  {3}  {4}", line.Pin, line.Name.PadRight(longest),
                line.IsOutput ? texts.Output : texts.Input, holder, string.Join(", ", uses)).TrimEnd());
        }
    }

    private static void WriteChip(PinsReport report, SeenChip chip, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("path"u8, chip.Path);
        json.WriteString("label"u8, chip.Label);
        json.WriteStartArray("lines"u8);
        foreach (var line in chip.Lines)
        {
            json.WriteStartObject();
            json.WriteNumber("pin"u8, line.Pin);
            json.WriteString("name"u8, line.Name);
            json.WriteBoolean("output"u8, line.IsOutput);
            json.WriteBoolean("used"u8, line.IsUsed);
            json.WriteString("consumer"u8, line.Consumer);
            json.WriteStartArray("settings"u8);
            foreach (var use in report.Uses.Where(use => chip == report.Chosen && use.Use.Pin == line.Pin))
                json.WriteStringValue(use.Use.Key);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Held(GpioLine line, PinsTexts texts) =>
        line.Consumer.Length == 0 ? texts.UsedByKernel : Format(texts.UsedBy, Holder(line, texts));

    private static string Holder(GpioLine line, PinsTexts texts) => line.Consumer.Length == 0 ? texts.UsedByKernel : $"'{line.Consumer}'";

    private static string Format(string text, params object[] values) => string.Format(CultureInfo.InvariantCulture, text, values);
}
