BeforeAll {
    . $PSScriptRoot/common.ps1
    $script:image = Join-Path $SamplePath 'small-portrait.png'
}

Describe 'A value' {
    BeforeAll { $script:emulator = Open-Emulator }
    BeforeEach {
        $emulator.Record.Clear()
        $null = Use-FreshLedger
    }

    AfterAll { Close-Emulator $emulator }

    # Each as it is typed, because the typing matters.
    It 'is rejected before anything is sent: <_>' -ForEach @(
        'Invoke-SkinEnhance $image -Mode Faithful, Flexible'
        'Invoke-SkinEnhance $image -Mode "Faithful,Flexible"'
        'Invoke-SkinEnhance $image -Mode 1'
        'Invoke-SkinEnhance $image -Mode $null'
        'Invoke-SkinEnhance $image -Mode Flexible -OptimizedFor ImproveLighting, EnhanceEverything'
        'Invoke-SkinEnhance $image -Mode Flexible -OptimizedFor "improve_lighting,no_make_up"'
        'Invoke-SkinEnhance $image -Mode SmartSkinAdvanced -Effect @()'
        'Invoke-SkinEnhance $image -Mode SmartSkinAdvanced -Effect AcneRemoval, 3'
        'Invoke-SkinEnhance $image -SkinDetail 0.5'
        'Invoke-SkinEnhance $image -SkinDetail 80.5'
        'Invoke-SkinEnhance $image -SkinDetail 8, 0'
        'Invoke-SkinEnhance $image -SkinDetail "8 0"'
        'Invoke-SkinEnhance $image -SkinDetail ""'
        'Invoke-SkinEnhance $image -SkinDetail $null'
        'Invoke-SkinEnhance $image -SkinDetail $true'
        'Invoke-SkinEnhance $image -Sharpen 1kb'
        'Invoke-SkinEnhance $image -Mode SmartSkin -RetouchDegree "0,5"'
        'Invoke-SkinEnhance $image -Mode SmartSkin -RetouchDegree NaN'
        'Invoke-SkinEnhance $image -MaxCredits "10,5"'
        'Invoke-SkinEnhance $image -MaxCredits 10, 5'
        'Invoke-SkinEnhance $image -MaxCredits 1kb'
        'Invoke-SkinEnhance $image -MaxCredits "1,000"'
        'Invoke-SkinEnhance $image -MaxCredits -1'
        'Invoke-SkinEnhance $image -MaxCredits $null'
        'Invoke-SkinEnhance $image -MaxCredits ""'
        'Invoke-SkinEnhance $image -Destination ""'
        'Invoke-SkinEnhance $image -Destination $null'
        'Invoke-SkinEnhance $image -ThrottleLimit 1.5'
        'Invoke-SkinEnhance $image -Timeout "0,1"'
        'Invoke-SkinEnhance $image -Timeout 5:00'
        'Invoke-SkinEnhance $image -Timeout 30d'
        'Invoke-SkinEnhance $image -Timeout -5'
        'Invoke-SkinEnhance $image -Timeout $null'
        'Start-Upscale $image -ScaleFactor X2, X4'
        'Start-Upscale $image -ScaleFactor 2.6'
        'Start-Upscale $image -ScaleFactor 3'
        'Start-Upscale $image -Engine "Automatic,MagnificSharpy"'
        'Start-Upscale $image -Prompt ""'
        'Start-Upscale $image -Creativity 0.4'
    ) {
        $failure = { & ([scriptblock]::Create($_)) } | Should -Throw -PassThru
        $failure.CategoryInfo.Category | Should -BeIn 'InvalidArgument', 'InvalidData'
        $emulator.Record.Requests | Should -BeNullOrEmpty
    }

    It 'that is rejected is shown with the valid values' {
        $failure = { Invoke-SkinEnhance $image -SkinDetail 80.5 } | Should -Throw -PassThru
        "$failure" | Should -BeLike "*'SkinDetail'*Specify a whole number from 0 to 100; it is '80.5'."
        $failure = { Start-Upscale $image -ScaleFactor 2x, 4x } | Should -Throw -PassThru
        "$failure" | Should -BeLike "*'ScaleFactor'*Specify one of X2, X3, *, X16; it is a list of 2: '2x', '4x'."
    }

    It 'is sent as specified: <line>' -ForEach @(
        @{ Line = 'Invoke-SkinEnhance $image -NoWait -SkinDetail 80.0'; Field = 'skin_detail'; Sent = '80' }
        @{ Line = 'Invoke-SkinEnhance $image -NoWait -SkinDetail 5 -MaxCredits 1e3'; Field = 'skin_detail'; Sent = '5' }
        @{ Line = 'Invoke-SkinEnhance $image -NoWait -Mode @("Flexible")'; Field = 'optimized_for'; Sent = '"enhance_skin"' }
        @{ Line = 'Invoke-SkinEnhance $image -NoWait -Mode SmartSkin -RetouchDegree 0.5'; Field = 'retouch_degree'; Sent = '0.5' }
        @{ Line = 'Start-Upscale $image -ScaleFactor 4'; Field = 'scale_factor'; Sent = '"4x"' }
        @{ Line = 'Start-Upscale $image -ScaleFactor "4 x"'; Field = 'scale_factor'; Sent = '"4x"' }
        @{ Line = 'Start-Upscale $image -Creativity -3'; Field = 'creativity'; Sent = '-3' }
    ) {
        $null = & ([scriptblock]::Create($Line))
        (Get-Request $emulator Submit).Fields[$Field] | Should -Be $Sent
    }

    It 'in $PSDefaultParameterValues that is invalid ends the command: <parameter>' -ForEach @(
        @{ Parameter = 'MaxCredits'; Value = '10,5' }, @{ Parameter = 'SkinDetail'; Value = 0.5 }, @{ Parameter = 'Mode'; Value = 'no-mode' }
    ) {
        foreach ($command in 'Invoke-SkinEnhance', 'Invoke-*') {
            $global:PSDefaultParameterValues["${command}:$Parameter"] = $Value
            try {
                { Invoke-SkinEnhance $image -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'ParameterTypeMismatch,*'
                ([pscustomobject]@{ Path = $image; Mode = 'Faithful' } | Invoke-SkinEnhance -NoWait -SkinDetail 5 -MaxCredits 100 -Mode Faithful).Operation | Should -Be 'Faithful'
            }
            finally {
                $global:PSDefaultParameterValues.Remove("${command}:$Parameter")
            }
        }

        $emulator.Record.BilledCount | Should -Be 1
    }

    It 'means the same in every culture' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            { Invoke-SkinEnhance $image -Mode SmartSkin -RetouchDegree '0,5' } | Should -Throw "*from 0 to 1.5; it is '0,5'*"
            $null = Invoke-SkinEnhance -NoSave $image -Mode SmartSkin -RetouchDegree 0.5 -WhiteningDegree (1.5 | ForEach-Object { $_ })
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }

        $fields = (Get-Request $emulator Submit).Fields
        $fields['retouch_degree'], $fields['whitening_degree'] | Should -Be '0.5', '1.5'
    }
}

Describe 'A duration' {
    It 'is <expected> for -Timeout <typed>' -ForEach @(
        @{ Typed = '90'; Expected = '00:01:30' }, @{ Typed = '0.5'; Expected = '00:00:00.5' }, @{ Typed = '90s'; Expected = '00:01:30' }
        @{ Typed = '5m'; Expected = '00:05:00' }, @{ Typed = '12h'; Expected = '12:00:00' }, @{ Typed = '1.5h'; Expected = '01:30:00' }
        @{ Typed = '2d'; Expected = '2.00:00:00' }, @{ Typed = '2w'; Expected = '14.00:00:00' }, @{ Typed = '00:30:00'; Expected = '00:30:00' }
        @{ Typed = '(New-TimeSpan -Hours 1)'; Expected = '01:00:00' }
    ) {
        (& ([scriptblock]::Create("Connect-EnhanceProvider -Name AILab -Timeout $Typed -PassThru"))).Timeout | Should -Be ([timespan]$Expected)
        Disconnect-EnhanceProvider AILab
    }

    It 'is rejected if it would remove other tasks than intended: -OlderThan <_>' -ForEach @(
        '30', '0', '-1d', '0d', '30.5', '$null', '""', '"30"', '(30d)', '30, 5', '5:00', '30days', '1kb', '"1,5d"'
    ) {
        $emulator = Open-Emulator
        try {
            $null = Invoke-SkinEnhance $image -Mode SmartSkin -Destination (Join-Path $TestDrive ([guid]::NewGuid()))
            Get-ChildItem $env:SKINENHANCE_HOME -Recurse -File | ForEach-Object { $_.LastWriteTime = [datetime]::Now.AddDays(-29) }
            { & ([scriptblock]::Create("Remove-EnhanceTask -OlderThan $_")) } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
            Get-EnhanceTask | Should -HaveCount 1
        }
        finally {
            Close-Emulator $emulator
        }
    }

    It 'in days is an age in days: -OlderThan <_>' -ForEach '30d', '"30d"', '4.5w', '720h', '30.00:00:00', '([timespan]::FromDays(30))' {
        $emulator = Open-Emulator
        try {
            $null = Invoke-SkinEnhance $image -Mode SmartSkin -Destination (Join-Path $TestDrive ([guid]::NewGuid()))
            $records = Get-ChildItem $env:SKINENHANCE_HOME -Recurse -File
            $records | ForEach-Object { $_.LastWriteTime = [datetime]::Now.AddDays(-29) }
            & ([scriptblock]::Create("Remove-EnhanceTask -OlderThan $_"))
            Get-EnhanceTask | Should -HaveCount 1
            $records | ForEach-Object { $_.LastWriteTime = [datetime]::Now.AddDays(-32) }
            & ([scriptblock]::Create("Remove-EnhanceTask -OlderThan $_"))
            Get-EnhanceTask | Should -BeNullOrEmpty
        }
        finally {
            Close-Emulator $emulator
        }
    }
}

Describe 'A point in time' {
    It 'is an age, or a date: -Since <_>' -ForEach '1d', '"24h"', '([datetime]::Now.AddDays(-1))', '([datetime]::Now.AddDays(-1).ToString("s"))' {
        $emulator = Open-Emulator
        try {
            $null = Start-Upscale (Copy-Sample (Join-Path $TestDrive ([guid]::NewGuid())) new.png)
            Get-EnhanceTask -Since ([datetime]::Now.AddDays(1)) | Should -BeNullOrEmpty
            & ([scriptblock]::Create("Get-EnhanceTask -Since $_")) | Should -HaveCount 1
        }
        finally {
            Close-Emulator $emulator
        }
    }

    It 'is not a number: -Since <_>' -ForEach '7', '7.30', '(7d)', '$null', '""' {
        { & ([scriptblock]::Create("Get-EnhanceTask -Since $_")) } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }
}
