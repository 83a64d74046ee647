BeforeAll {
    . $PSScriptRoot/common.ps1
    $script:image = Join-Path $SamplePath 'small-portrait.png'

    # The completions at the end of a line.
    function Get-Completion {
        [OutputType([string])]
        param([Parameter(Mandatory)] [string] $Line)

        [Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches.CompletionText
    }
}

Describe 'Parameters of an operation' {
    BeforeAll { $script:emulator = Open-Emulator }
    BeforeEach {
        $emulator.Record.Clear()
        $null = Use-FreshLedger
    }

    AfterAll { Close-Emulator $emulator }

    It 'of -Mode <mode> are sent to <route>' -ForEach @(
        @{ Mode = 'Faithful'; Route = 'skin-enhancer/faithful'; Given = @{ SkinDetail = 1; Sharpen = 2; SmartGrain = 3 }
            Sent = @{ skin_detail = '1'; sharpen = '2'; smart_grain = '3' } }
        @{ Mode = 'Flexible'; Route = 'skin-enhancer/flexible'; Given = @{ OptimizedFor = 'NoMakeUp'; Sharpen = 100; SmartGrain = 0 }
            Sent = @{ optimized_for = '"no_make_up"'; sharpen = '100'; smart_grain = '0' } }
        @{ Mode = 'SmartSkin'; Route = 'smart-skin'; Given = @{ RetouchDegree = 0.5; WhiteningDegree = 1.5 }
            Sent = @{ retouch_degree = '0.5'; whitening_degree = '1.5' } }
        @{ Mode = 'SmartSkinAdvanced'; Route = 'smart-skin-advanced'; Given = @{ Effect = 'AcneRemoval', 'PoreControl' }
            Sent = @{ acne_removal = '1'; pore_control = '1'; smart_skin = '0' } }
    ) {
        $null = Invoke-SkinEnhance $image -Mode $Mode @Given -NoWait
        $request = Get-Request $emulator Submit
        $request.Operation | Should -Be $Route
        foreach ($name in $Sent.Keys) {
            $request.Fields[$name] | Should -Be $Sent[$name] -Because $name
        }
    }

    It 'of Start-Upscale are sent' {
        $given = @{ ScaleFactor = 'X4'; OptimizedFor = 'Renders3D'; Engine = 'MagnificSharpy'; Prompt = 'freckles'; Creativity = -10; Hdr = 10; Resemblance = 1; Fractality = 2 }
        $null = Start-Upscale $image @given
        $fields = (Get-Request $emulator Submit).Fields
        $fields['scale_factor'] | Should -Be '"4x"'
        $fields['optimized_for'] | Should -Be '"3d_renders"'
        $fields['engine'] | Should -Be '"magnific_sharpy"'
        $fields['prompt'] | Should -Be '"freckles"'
        $fields['creativity'], $fields['hdr'], $fields['resemblance'], $fields['fractality'] | Should -Be '-10', '10', '1', '2'
    }

    It 'of Start-Upscale -Model Precision are sent' {
        $task = Start-Upscale $image -Model Precision -ScaleFactor 3x -Sharpen 1 -SmartGrain 2 -UltraDetail 3 -Flavor PhotoDenoiser
        $task.Operation, $task.StatusRoute | Should -Be 'UpscalePrecision', 'image-upscaler-precision-v2'
        $fields = (Get-Request $emulator Submit).Fields
        $fields['scale_factor'], $fields['sharpen'], $fields['smart_grain'], $fields['ultra_detail'] | Should -Be '3', '1', '2', '3'
        $fields['flavor'] | Should -Be '"photo_denoiser"'
    }

    It 'of Invoke-SkinEnhance -Mode Creative are sent' {
        (Invoke-SkinEnhance $image -Mode Creative -Sharpen 3 -NoWait).Operation | Should -Be 'Creative'
        $fields = (Get-Request $emulator Submit).Fields
        $fields['sharpen'], $fields['smart_grain'] | Should -Be '3', '2'
    }

    It 'of another model are rejected before anything is sent: <given>' -ForEach @(
        @{ Given = @{ ScaleFactor = 3 }; Id = 'ParameterNotAllowed'; Seen = '*2x, 4x, 8x, 16x*' }
        @{ Given = @{ UltraDetail = 3 }; Id = 'ParameterUnknown'; Seen = '*-UltraDetail is not supported by -Model Creative; it is supported by UpscalePrecision.*' }
        @{ Given = @{ Model = 'Precision'; Prompt = 'x' }; Id = 'ParameterUnknown'; Seen = '*-Prompt is not supported by -Model Precision; it is supported by Upscale.*' }
    ) {
        { Start-Upscale $image @Given } | Should -Throw -ErrorId "$Id,*" -ExpectedMessage $Seen
        $emulator.Record.Requests | Should -BeNullOrEmpty
    }

    It 'include a webhook address at Comfy' {
        $null = Invoke-SkinEnhance $image -WebhookUrl https://example.com/hook -NoWait
        $null = Start-Upscale $image -WebhookUrl https://example.com/hook
        (Get-Request $emulator Submit).ForEach({ $_.Fields['webhook_url'] }) | Should -Be '"https://example.com/hook"', '"https://example.com/hook"'
    }

    It 'default to Faithful' {
        (Invoke-SkinEnhance $image -NoWait).Operation | Should -Be 'Faithful'
    }

    It 'accept the wire spelling <given>' -ForEach @(
        @{ Given = '4x'; Command = 'Start-Upscale'; Parameter = 'ScaleFactor'; Field = 'scale_factor'; Sent = '"4x"' }
        @{ Given = '4'; Command = 'Start-Upscale'; Parameter = 'ScaleFactor'; Field = 'scale_factor'; Sent = '"4x"' }
        @{ Given = '3d_renders'; Command = 'Start-Upscale'; Parameter = 'OptimizedFor'; Field = 'optimized_for'; Sent = '"3d_renders"' }
        @{ Given = 'art_n_illustration'; Command = 'Start-Upscale'; Parameter = 'OptimizedFor'; Field = 'optimized_for'; Sent = '"art_n_illustration"' }
        @{ Given = 'magnific_illusio'; Command = 'Start-Upscale'; Parameter = 'Engine'; Field = 'engine'; Sent = '"magnific_illusio"' }
        @{ Given = 'smart-skin'; Command = 'Invoke-SkinEnhance'; Parameter = 'Mode'; Field = 'retouch_degree'; Sent = '1.0' }
    ) {
        $arguments = @{ $Parameter = $Given }
        $null = & $Command $image @arguments
        (Get-Request $emulator Submit).Fields[$Field] | Should -Be $Sent
    }

    It 'accept effects in either spelling, from one text or several' {
        $null = Invoke-SkinEnhance $image -Mode smart_skin_advanced -Effect under_eye_correction, ScarReduction -NoWait
        $fields = (Get-Request $emulator Submit).Fields
        $fields['under_eye_correction'], $fields['scar_reduction'] | Should -Be '1', '1'
    }

    It 'end the command when -<parameter> is not supported by -Mode <mode>' -ForEach @(
        @{ Parameter = 'SkinDetail'; Value = 1; Mode = 'Flexible'; Takers = 'Faithful' }
        @{ Parameter = 'OptimizedFor'; Value = 'NoMakeUp'; Mode = 'Faithful'; Takers = 'Flexible' }
        @{ Parameter = 'Sharpen'; Value = 1; Mode = 'SmartSkin'; Takers = 'Faithful, Flexible, Creative' }
        @{ Parameter = 'SmartGrain'; Value = 1; Mode = 'SmartSkinAdvanced'; Takers = 'Faithful, Flexible, Creative' }
        @{ Parameter = 'RetouchDegree'; Value = 1; Mode = 'Faithful'; Takers = 'SmartSkin' }
        @{ Parameter = 'WhiteningDegree'; Value = 1; Mode = 'SmartSkinAdvanced'; Takers = 'SmartSkin' }
        @{ Parameter = 'Effect'; Value = 'AcneRemoval'; Mode = 'SmartSkin'; Takers = 'SmartSkinAdvanced' }
        @{ Parameter = 'WebhookUrl'; Value = 'https://example.com'; Mode = 'SmartSkin'; Takers = 'Faithful, Flexible, Creative' }
        @{ Parameter = 'UploadStorage'; Value = $true; Mode = 'SmartSkin'; Takers = 'Faithful, Flexible, Creative' }
    ) {
        $arguments = @{ $Parameter = $Value }
        $failure = { Invoke-SkinEnhance -NoSave $image -Mode $Mode @arguments -ErrorAction SilentlyContinue } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterUnknown,*'
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.TargetObject | Should -Be $Parameter
        $failure.ErrorDetails.Message | Should -Be "-$Parameter is not supported by -Mode $Mode; it is supported by $Takers."
        $emulator.Record.Requests | Should -BeNullOrEmpty
    }

    It 'end the command when SmartSkinAdvanced has no effect' {
        $failure = { Invoke-SkinEnhance -NoSave $image -Mode SmartSkinAdvanced } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'NoEffectSelected,*'
        $emulator.Record.Requests | Should -BeNullOrEmpty
    }

    It 'are limited to their range: <command> -<parameter> <value>' -ForEach @(
        @{ Command = 'Invoke-SkinEnhance'; Parameter = 'SkinDetail'; Value = 101 }
        @{ Command = 'Invoke-SkinEnhance'; Parameter = 'SkinDetail'; Value = -1 }
        @{ Command = 'Invoke-SkinEnhance'; Parameter = 'Sharpen'; Value = 101 }
        @{ Command = 'Invoke-SkinEnhance'; Parameter = 'SmartGrain'; Value = 101 }
        @{ Command = 'Invoke-SkinEnhance'; Parameter = 'RetouchDegree'; Value = 1.6 }
        @{ Command = 'Invoke-SkinEnhance'; Parameter = 'WhiteningDegree'; Value = -0.1 }
        @{ Command = 'Invoke-SkinEnhance'; Parameter = 'ThrottleLimit'; Value = 0 }
        @{ Command = 'Start-Upscale'; Parameter = 'ThrottleLimit'; Value = 65 }
        @{ Command = 'Start-Upscale'; Parameter = 'Creativity'; Value = 11 }
        @{ Command = 'Start-Upscale'; Parameter = 'Hdr'; Value = -11 }
        @{ Command = 'Start-Upscale'; Parameter = 'Resemblance'; Value = 11 }
        @{ Command = 'Start-Upscale'; Parameter = 'Fractality'; Value = 11 }
        @{ Command = 'Start-Upscale'; Parameter = 'ScaleFactor'; Value = 17 }
        @{ Command = 'Start-Upscale'; Parameter = 'Timeout'; Value = 0 }
        @{ Command = 'Start-Upscale'; Parameter = 'Timeout'; Value = 'soon' }
    ) {
        $arguments = @{ $Parameter = $Value }
        { & $Command $image @arguments } | Should -Throw -ExceptionType ([Management.Automation.ParameterBindingException])
        $emulator.Record.Requests | Should -BeNullOrEmpty
    }

    It 'accept a time in seconds or as a TimeSpan: <value>' -ForEach @(
        @{ Value = 90 }, @{ Value = 90.0 }, @{ Value = '90' }, @{ Value = '00:01:30' }, @{ Value = [timespan]::FromSeconds(90) }
    ) {
        (Connect-EnhanceProvider -Name AILab -Timeout $Value -PassThru).Timeout | Should -Be ([timespan]::FromSeconds(90))
    }
}

Describe 'Completion' {
    It 'offers <expected> for <line>' -ForEach @(
        @{ Line = 'Invoke-SkinEnhance -Mode '; Expected = 'Creative', 'Faithful', 'Flexible', 'SmartSkin', 'SmartSkinAdvanced' }
        @{ Line = 'Invoke-SkinEnhance -Mode smart'; Expected = 'SmartSkin', 'SmartSkinAdvanced' }
        @{ Line = 'Invoke-SkinEnhance -Effect Sk'; Expected = 'SkinBrightening', 'SkinSmoothing' }
        @{ Line = 'Invoke-SkinEnhance -Effect AcneRemoval, Po'; Expected = 'PoreControl' }
        @{ Line = 'Invoke-SkinEnhance -OptimizedFor '; Expected = 'EnhanceEverything', 'EnhanceSkin', 'ImproveLighting', 'NoMakeUp', 'TransformToReal' }
        @{ Line = 'Start-Upscale -ScaleFactor '; Expected = 'X10', 'X11', 'X12', 'X13', 'X14', 'X15', 'X16', 'X2', 'X3', 'X4', 'X5', 'X6', 'X7', 'X8', 'X9' }
        @{ Line = 'Start-Upscale -Model '; Expected = 'Creative', 'Precision' }
        @{ Line = 'Start-Upscale -Flavor '; Expected = 'Photo', 'PhotoDenoiser', 'Sublime' }
        @{ Line = 'Start-Upscale -Engine '; Expected = 'Automatic', 'MagnificIllusio', 'MagnificSharpy', 'MagnificSparkle' }
        @{ Line = 'Start-Upscale -OptimizedFor S'; Expected = 'ScienceFictionNHorror', 'SoftPortraits', 'Standard' }
        @{ Line = 'Test-EnhanceImage -Operation '; Expected = 'Creative', 'Faithful', 'Flexible', 'SmartSkin', 'SmartSkinAdvanced', 'Upscale', 'UpscalePrecision' }
        @{ Line = 'Wait-EnhanceTask -Operation U'; Expected = 'Upscale', 'UpscalePrecision' }
        @{ Line = 'Connect-EnhanceProvider '; Expected = 'AILab', 'Comfy' }
        @{ Line = 'Get-EnhanceProvider c'; Expected = 'Comfy' }
        @{ Line = 'Disconnect-EnhanceProvider a'; Expected = 'AILab' }
    ) {
        Get-Completion $Line | Sort-Object | Should -Be ($Expected | Sort-Object)
    }

    It 'offers the ids of the ledger''s tasks to <_>' -ForEach 'Get-EnhanceTask', 'Wait-EnhanceTask', 'Save-EnhanceResult', 'Remove-EnhanceTask' {
        $emulator = Open-Emulator
        try {
            $task = Start-Upscale $image
            Get-Completion "$_ -TaskId $($task.TaskId.Substring(0, 6))" | Should -Be $task.TaskId
            Get-Completion "$_ -Id " | Should -Contain $task.TaskId
        }
        finally {
            Close-Emulator $emulator
        }
    }
}
