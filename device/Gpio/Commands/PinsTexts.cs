using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Gpio.Commands;

/// <summary>What <c>checkin-gate pins</c> says; {0} and so on as in <see cref="string.Format(string, object)"/>.</summary>
internal sealed record PinsTexts(
    string Well, string NoChip, string ChipUnclear, string Faults, string Virtual, string Chip, string Chosen, string Input, string Output,
    string Free, string UsedBy, string UsedByKernel, string Missing, string Busy, string Set, string Closed, string NothingWired)
{
    internal static PinsTexts Of(Language language) => language == Language.Vietnamese ? Vietnamese : English;

    internal static readonly PinsTexts English = new(
        Well: "The settings name {0} pins, and all of them can be used.",
        NoChip: "This machine shows no GPIO chip. On a Raspberry Pi: is the user in the group gpio?",
        ChipUnclear: "Gpio:Chip is '{0}', which means none of the chips below. Name one of them.",
        Faults: "{0} of the {1} pins in the settings cannot be used:",
        Virtual: "Gpio:Driver is Virtual: no hardware is used. With Gpio:Driver Linux the settings name these pins:",
        Chip: "Chip {0}, {1}, {2} lines",
        Chosen: "the gate's",
        Input: "input",
        Output: "output",
        Free: "free",
        UsedBy: "in use by {0}",
        UsedByKernel: "in use by the kernel",
        Missing: "the chip has no such line",
        Busy: "in use by {0}: end that program, take its overlay out of config.txt, or set another pin",
        Set: "To use a pin: --Gpio:Chip {0} and its number, such as --Lanes:0:Turnstile:RelayPin {1}",
        Closed: "One chip could not be looked at: {0}",
        NothingWired: "The settings name no pin yet.");

    internal static readonly PinsTexts Vietnamese = new(
        Well: "Cài đặt dùng {0} chân, chân nào cũng dùng được.",
        NoChip: "Máy này không có chip GPIO nào. Trên Raspberry Pi: người dùng đã thuộc nhóm gpio chưa?",
        ChipUnclear: "Gpio:Chip là '{0}', không ứng với chip nào dưới đây. Hãy ghi tên một chip.",
        Faults: "{0} trong {1} chân trong cài đặt không dùng được:",
        Virtual: "Gpio:Driver là Virtual: không dùng phần cứng. Với Gpio:Driver Linux, cài đặt dùng các chân này:",
        Chip: "Chip {0}, {1}, {2} chân",
        Chosen: "của cổng",
        Input: "vào",
        Output: "ra",
        Free: "còn trống",
        UsedBy: "{0} đang dùng",
        UsedByKernel: "nhân hệ điều hành đang dùng",
        Missing: "chip không có chân này",
        Busy: "{0} đang dùng: hãy tắt chương trình đó, bỏ overlay của nó trong config.txt, hoặc chọn chân khác",
        Set: "Để dùng một chân: --Gpio:Chip {0} và số chân, ví dụ --Lanes:0:Turnstile:RelayPin {1}",
        Closed: "Có một chip không xem được: {0}",
        NothingWired: "Cài đặt chưa dùng chân nào.");
}
